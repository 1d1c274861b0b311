// Semantic localization: finds the places of a large image that a sentence describes.
import * as tf from "@tensorflow/tfjs-core";
import { OptionError } from "../base/errors.js";
import { nextTurn } from "../base/nextTurn.js";
import { decodeRaster } from "../data/images/decodeImage.js";
import { type DecodeOptions, joinDecodeOptions } from "../data/images/decodeOptions.js";
import { type ImageSource, nameOfImage, recordOf } from "../data/images/imageSource.js";
import { type Raster, resizeLikePillow } from "../data/images/resizeLikePillow.js";
import { unitPixels } from "../data/images/unitPixels.js";
import { type ImageBatch, toTensors } from "../models/contract/imageInputs.js";
import { requireLiveModel } from "../models/contract/liveModel.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import { requireKnownWords } from "../retrieval/search.js";
import { similarityMatrix } from "../retrieval/similarityMatrix.js";
import type { TextQuery } from "../text/query.js";
import { medianFiltered } from "./medianFilter.js";
import { type ScoreMap, scoreMapOf } from "./scoreMap.js";
import { intersectionOverUnion, type Tile, tilesOf } from "./tiles.js";

/**
 * Options of `TiledImage.open`. Bands and stretch that are left out are those of the image's record, then those of the
 * model's training. The stretch is computed over the whole image.
 */
export interface TiledImageOptions extends DecodeOptions {
  /** Sides of the tiles in pixels; 256, 512 and 768 by default. */
  readonly tileSizes?: readonly number[];
  /** Smallest share that neighboring tiles overlap, 0…0.9; 0.5 by default. */
  readonly overlap?: number;
  /** Width of a cell of the score map in pixels; 8 by default. */
  readonly cellSize?: number;
  /** Width of the median filter's window in pixels; 136 by default, 0 for no filter. */
  readonly medianWindow?: number;
  /** Receives the number of encoded tiles, and their total. */
  readonly onProgress?: (done: number, tiles: number) => void;
}

/** A tile with its score for a query. */
export interface ScoredTile extends Tile {
  /** Cosine in −1…1. */
  readonly score: number;
}

/** The answer to a query: a score map over the image, and the best tiles. */
export interface Localization extends ScoreMap {
  /** At most five tiles, best first. No two of them have an IoU of 0.1 or more. */
  readonly best: readonly ScoredTile[];
}

const defaults = { tileSizes: [256, 512, 768], overlap: 0.5, cellSize: 8, medianWindow: 136 } as const;
const batchSize = 32;

/**
 * A large image whose tiles are encoded once, for any number of queries. Dispose of it after the last one.
 *
 * @example
 * const image = await TiledImage.open(model, "harbour.tif", { tileSizes: [128], medianWindow: 0 });
 * const { best } = await image.locate("white boats at a pier");
 * console.log(best[0]!.left, best[0]!.top, best[0]!.size);
 * image.dispose();
 */
export class TiledImage {
  private constructor(
    private readonly model: RetrievalModel,
    /** The image as it was given. */
    readonly source: ImageSource,
    /** Width in pixels. */
    readonly width: number,
    /** Height in pixels. */
    readonly height: number,
    /** The tiles that are scored. */
    readonly tiles: readonly Tile[],
    private readonly embeddings: tf.Tensor2D,
    private readonly look: { readonly cellSize: number; readonly medianWindow: number },
    /** Bands and stretch that the image was read with. */
    readonly decoding: DecodeOptions,
  ) {}

  /**
   * Cuts an image into tiles and encodes them.
   *
   * The whole image is decoded to memory, with 3 bytes for each pixel and at most 21 more for a TIFF with other samples
   * than RGB bytes. Afterwards only the tiles' vectors stay in memory. For a larger image, open parts of it
   * (`gdal_translate -srcwin`).
   *
   * @param source a TIFF, JPEG or PNG of at most 16,384² pixels, such as 10,000 × 20,000
   * @throws {DataError} when the image cannot be opened, or is larger
   * @throws {OptionError} when an option is outside of its range
   */
  static async open(
    model: RetrievalModel,
    source: ImageSource,
    options: TiledImageOptions = {},
  ): Promise<TiledImage> {
    const { tileSizes, overlap, cellSize, medianWindow } = { ...defaults, ...options };
    checkOptions(tileSizes, overlap, cellSize);
    requireLiveModel(model);
    const decoding = joinDecodeOptions(options, recordOf(source)?.decoding, model.decoding);
    const raster = await decodeRaster(source, decoding);
    const { width, height } = raster;
    const tiles = tilesOf(width, height, tileSizes, overlap);
    const embeddings = await encodeTiles(model, nameOfImage(source), raster, tiles, options.onProgress);
    const look = { cellSize, medianWindow };
    return new TiledImage(model, source, width, height, tiles, embeddings, look, decoding);
  }

  /**
   * Scores every tile for a query and spreads the scores over the image.
   *
   * @throws {OptionError} when the model knows none of the query's words
   */
  async locate(query: TextQuery): Promise<Localization> {
    requireLiveModel(this.model);
    requireKnownWords(this.model, query);
    const text = this.model.encodeTexts([query]);
    const scores = await similarityMatrix(this.model, this.embeddings, text);
    text.dispose();
    const { cellSize, medianWindow } = this.look;
    const map = scoreMapOf(this, this.tiles, scores, cellSize);
    const filtered = medianFiltered(map, Math.floor(medianWindow / cellSize / 2));
    return { ...filtered, best: bestTiles(this.tiles, scores) };
  }

  /** Frees the memory of the tiles' vectors. */
  dispose(): void {
    this.embeddings.dispose();
  }
}

async function encodeTiles(
  model: RetrievalModel,
  name: string,
  raster: Raster,
  tiles: readonly Tile[],
  onProgress: TiledImageOptions["onProgress"],
): Promise<tf.Tensor2D> {
  const parts: tf.Tensor2D[] = [];
  try {
    for (let first = 0; first < tiles.length; first += batchSize) {
      const batch = tiles.slice(first, first + batchSize);
      const inputs = await model.prepare(tileBatch(name, raster, batch));
      parts.push(tf.tidy(() => model.encodeImages(toTensors(inputs))));
      onProgress?.(first + batch.length, tiles.length);
      await nextTurn();
    }
    return tf.concat(parts, 0);
  } finally {
    tf.dispose(parts);
  }
}

function tileBatch(name: string, raster: Raster, tiles: readonly Tile[]): ImageBatch {
  return {
    images: tiles.map(({ left, top, size }) => ({
      name: `${name}, tile at ${left}, ${top} of ${size} pixels`,
    })),
    async pixels(size) {
      return unitPixels(tiles.map((tile) => resizeLikePillow(cropped(raster, tile), size)));
    },
  };
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
