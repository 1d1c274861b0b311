// Semantic localization: where in a large image is what a sentence describes? The image's slices are encoded once;
// each sentence is then compared with all of them, and the scores become a map of heat.
import * as tf from "@tensorflow/tfjs-core";
import { decodeRaster } from "../../data/decodeImage.js";
import { type Raster, resizeBilinear } from "../../data/resizeBilinear.js";
import { OptionError } from "../../errors.js";
import { pixelTensor } from "../../evaluation/encode.js";
import { requireKnownWords } from "../../evaluation/search.js";
import type { Amfmn } from "../../model/amfmn.js";
import type { TextQuery } from "../../model/query.js";
import { type HeatMap, heatOf } from "./heat.js";
import { medianFiltered } from "./medianFilter.js";
import { commonShare, type Slice, slicesOf } from "./slices.js";

export interface SceneOptions {
  /** Sides of the slices in pixels; 256, 512 and 768 unless told. */
  readonly sliceSizes?: readonly number[];
  /** The least share that neighbouring slices have in common, 0…0.9; 0.5 unless told. */
  readonly overlap?: number;
  /** Pixels across one cell of the heat map; 8 unless told. */
  readonly cellSize?: number;
  /** Width of the median filter's window in pixels; 136 unless told, 0 for no filter. */
  readonly medianWindow?: number;
  readonly onProgress?: (done: number, slices: number) => void;
}

export interface ScoredSlice extends Slice {
  /** Cosine in −1…1. */
  readonly score: number;
}

/** What a sentence looks like in the image. */
export interface Localization extends HeatMap {
  /** The best slices that share little with a better one, at most five, best first. */
  readonly best: readonly ScoredSlice[];
}

const defaults = { sliceSizes: [256, 512, 768], overlap: 0.5, cellSize: 8, medianWindow: 136 } as const;
const batchSize = 32;

/** A large image whose slices are encoded; dispose of it when it is no longer asked. */
export class Scene {
  private constructor(
    private readonly model: Amfmn,
    /** Pixels. */
    readonly width: number,
    readonly height: number,
    readonly slices: readonly Slice[],
    private readonly embeddings: tf.Tensor2D,
    private readonly look: { readonly cellSize: number; readonly medianWindow: number },
  ) {}

  /**
   * @example
   * const scene = await Scene.open(model, "harbour.tif");
   * const { values, width, height, best } = await scene.locate("white boats at a pier");
   *
   * @param path a TIFF, JPEG or PNG of any size, such as 2000 × 2000 pixels
   * @throws {DataError} when the image cannot be opened
   * @throws {OptionError} when an option is outside of its range
   */
  static async open(model: Amfmn, path: string, options: SceneOptions = {}): Promise<Scene> {
    const { sliceSizes, overlap, cellSize, medianWindow } = { ...defaults, ...options };
    checkOptions(sliceSizes, overlap, cellSize);
    const raster = await decodeRaster(path);
    const { width, height } = raster;
    const slices = slicesOf(width, height, sliceSizes, overlap);
    const embeddings = await encodeSlices(model, raster, slices, options.onProgress);
    return new Scene(model, width, height, slices, embeddings, { cellSize, medianWindow });
  }

  /** @throws {OptionError} when the model knows none of the query's words */
  async locate(query: TextQuery): Promise<Localization> {
    requireKnownWords(this.model, query);
    const text = this.model.encodeTexts([query]);
    const scores = await this.model.similarityMatrix(this.embeddings, text);
    text.dispose();
    const { cellSize, medianWindow } = this.look;
    const heat = heatOf(this, this.slices, scores, cellSize);
    const filtered = medianFiltered(heat, Math.floor(medianWindow / cellSize / 2));
    return { ...filtered, best: bestSlices(this.slices, scores) };
  }

  dispose(): void {
    this.embeddings.dispose();
  }
}

async function encodeSlices(
  model: Amfmn,
  raster: Raster,
  slices: readonly Slice[],
  onProgress: SceneOptions["onProgress"],
): Promise<tf.Tensor2D> {
  const size = model.options.imageSize;
  const parts: tf.Tensor2D[] = [];
  for (let first = 0; first < slices.length; first += batchSize) {
    const batch = slices.slice(first, first + batchSize);
    const pixels = batch.map((slice) => resizeBilinear(cropped(raster, slice), size));
    parts.push(tf.tidy(() => model.encodeImages(pixelTensor(pixels, size))));
    onProgress?.(first + batch.length, slices.length);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const all = tf.concat(parts, 0);
  tf.dispose(parts);
  return all;
}

function cropped({ data, width }: Raster, { left, top, size }: Slice): Raster {
  const part = new Uint8Array(size * size * 3);
  for (let row = 0; row < size; row++) {
    const start = ((top + row) * width + left) * 3;
    part.set(data.subarray(start, start + size * 3), row * size * 3);
  }
  return { data: part, width: size, height: size };
}

function bestSlices(slices: readonly Slice[], scores: Float32Array): ScoredSlice[] {
  const ranked = slices
    .map((slice, i) => ({ ...slice, score: scores[i]! }))
    .sort((a, b) => b.score - a.score);
  const best: ScoredSlice[] = [];
  for (const slice of ranked) {
    if (best.every((better) => commonShare(better, slice) < 0.1)) best.push(slice);
    if (best.length === 5) break;
  }
  return best;
}

function checkOptions(sizes: readonly number[], overlap: number, cellSize: number): void {
  const bad = sizes.find((size) => !Number.isInteger(size) || size < 16);
  if (sizes.length === 0 || bad !== undefined) {
    throw new OptionError(
      `sliceSizes: expected whole numbers of at least 16 pixels, found ${bad ?? "none"}.`,
    );
  }
  if (!(overlap >= 0 && overlap <= 0.9)) {
    throw new OptionError(`overlap: expected a share of 0…0.9, found ${overlap}.`);
  }
  if (!Number.isInteger(cellSize) || cellSize < 1) {
    throw new OptionError(`cellSize: expected a whole number of at least 1 pixel, found ${cellSize}.`);
  }
}
