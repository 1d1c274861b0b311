// Semantic localization: where in a large image is what a sentence describes? The image's tiles are encoded once;
// each sentence is then compared with all of them, and the scores become a map of heat.
import * as tf from "@tensorflow/tfjs-core";
import { OptionError } from "../base/errors.js";
import { nextTurn } from "../base/nextTurn.js";
import { decodeRaster } from "../data/images/decodeImage.js";
import { type Raster, resizeLikePillow } from "../data/images/resizeLikePillow.js";
import type { Amfmn } from "../models/amfmn/amfmn.js";
import { pixelTensor } from "../retrieval/encode.js";
import { requireKnownWords } from "../retrieval/search.js";
import type { TextQuery } from "../text/query.js";
import { medianFiltered } from "./medianFilter.js";
import { type ScoreMap, scoreMapOf } from "./scoreMap.js";
import { intersectionOverUnion, type Tile, tilesOf } from "./tiles.js";

export interface TiledImageOptions {
  /** Sides of the tiles in pixels; 256, 512 and 768 unless told. */
  readonly tileSizes?: readonly number[];
  /** The least share that neighbouring tiles have in common, 0…0.9; 0.5 unless told. */
  readonly overlap?: number;
  /** Pixels across one cell of the heat map; 8 unless told. */
  readonly cellSize?: number;
  /** Width of the median filter's window in pixels; 136 unless told, 0 for no filter. */
  readonly medianWindow?: number;
  readonly onProgress?: (done: number, tiles: number) => void;
}

export interface ScoredTile extends Tile {
  /** Cosine in −1…1. */
  readonly score: number;
}

/** What a sentence looks like in the image. */
export interface Localization extends ScoreMap {
  /** The best tiles that share little with a better one, at most five, best first. */
  readonly best: readonly ScoredTile[];
}

const defaults = { tileSizes: [256, 512, 768], overlap: 0.5, cellSize: 8, medianWindow: 136 } as const;
const batchSize = 32;

/** A large image whose tiles are encoded; dispose of it when it is no longer asked. */
export class TiledImage {
  private constructor(
    private readonly model: Amfmn,
    /** Pixels. */
    readonly width: number,
    readonly height: number,
    readonly tiles: readonly Tile[],
    private readonly embeddings: tf.Tensor2D,
    private readonly look: { readonly cellSize: number; readonly medianWindow: number },
  ) {}

  /**
   * @example
   * const scene = await TiledImage.open(model, "harbour.tif");
   * const { values, width, height, best } = await scene.locate("white boats at a pier");
   *
   * @param path a TIFF, JPEG or PNG of any size, such as 2000 × 2000 pixels
   * @throws {DataError} when the image cannot be opened
   * @throws {OptionError} when an option is outside of its range
   */
  static async open(model: Amfmn, path: string, options: TiledImageOptions = {}): Promise<TiledImage> {
    const { tileSizes, overlap, cellSize, medianWindow } = { ...defaults, ...options };
    checkOptions(tileSizes, overlap, cellSize);
    const raster = await decodeRaster(path);
    const { width, height } = raster;
    const tiles = tilesOf(width, height, tileSizes, overlap);
    const embeddings = await encodeTiles(model, raster, tiles, options.onProgress);
    return new TiledImage(model, width, height, tiles, embeddings, { cellSize, medianWindow });
  }

  /** @throws {OptionError} when the model knows none of the query's words */
  async locate(query: TextQuery): Promise<Localization> {
    requireKnownWords(this.model, query);
    const text = this.model.encodeTexts([query]);
    const scores = await this.model.similarityMatrix(this.embeddings, text);
    text.dispose();
    const { cellSize, medianWindow } = this.look;
    const heat = scoreMapOf(this, this.tiles, scores, cellSize);
    const filtered = medianFiltered(heat, Math.floor(medianWindow / cellSize / 2));
    return { ...filtered, best: bestTiles(this.tiles, scores) };
  }

  dispose(): void {
    this.embeddings.dispose();
  }
}

async function encodeTiles(
  model: Amfmn,
  raster: Raster,
  tiles: readonly Tile[],
  onProgress: TiledImageOptions["onProgress"],
): Promise<tf.Tensor2D> {
  const size = model.options.imageSize;
  const parts: tf.Tensor2D[] = [];
  for (let first = 0; first < tiles.length; first += batchSize) {
    const batch = tiles.slice(first, first + batchSize);
    const pixels = batch.map((tile) => resizeLikePillow(cropped(raster, tile), size));
    parts.push(tf.tidy(() => model.encodeImages(pixelTensor(pixels, size))));
    onProgress?.(first + batch.length, tiles.length);
    await nextTurn();
  }
  const all = tf.concat(parts, 0);
  tf.dispose(parts);
  return all;
}

function cropped({ data, width }: Raster, { left, top, size }: Tile): Raster {
  const part = new Uint8Array(size * size * 3);
  for (let row = 0; row < size; row++) {
    const start = ((top + row) * width + left) * 3;
    part.set(data.subarray(start, start + size * 3), row * size * 3);
  }
  return { data: part, width: size, height: size };
}

function bestTiles(tiles: readonly Tile[], scores: Float32Array): ScoredTile[] {
  const ranked = tiles.map((tile, i) => ({ ...tile, score: scores[i]! })).sort((a, b) => b.score - a.score);
  const best: ScoredTile[] = [];
  for (const tile of ranked) {
    if (best.every((better) => intersectionOverUnion(better, tile) < 0.1)) best.push(tile);
    if (best.length === 5) break;
  }
  return best;
}

function checkOptions(sizes: readonly number[], overlap: number, cellSize: number): void {
  const bad = sizes.find((size) => !Number.isInteger(size) || size < 16);
  if (sizes.length === 0 || bad !== undefined) {
    throw new OptionError(`tileSizes: expected whole numbers of at least 16 pixels, found ${bad ?? "none"}.`);
  }
  if (!(overlap >= 0 && overlap <= 0.9)) {
    throw new OptionError(`overlap: expected a share of 0…0.9, found ${overlap}.`);
  }
  if (!Number.isInteger(cellSize) || cellSize < 1) {
    throw new OptionError(`cellSize: expected a whole number of at least 1 pixel, found ${cellSize}.`);
  }
}
