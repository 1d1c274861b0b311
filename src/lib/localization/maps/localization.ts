// The answer to a query: a score map over the image, before and after its filter, and the best tiles.
import type { ImageSize, ScoredTile } from "../tiles/tile.js";
import { forEachRow, pixelsOf, type ScoreRange, type Surface } from "./surface.js";

/** A score for each cell of an image. */
export interface ScoreMap {
  /** Number of columns. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
  /** Width and height of a cell in pixels. */
  readonly cellSize: number;
  /** Scores in 0…1, row after row. */
  readonly values: Float32Array;
}

/** The map of the tiles that have been encoded so far, scaled to 0…1, without a filter. */
export interface PartialMap extends ScoreMap {
  /** 1 for each cell that a tile covers so far. The others have the value 0. */
  readonly covered: Uint8Array;
  /** Number of tiles that are scored. */
  readonly done: number;
  /** Number of all tiles. */
  readonly total: number;
}

/** Seconds of the stages of one answer. */
export interface LocalizationSeconds {
  /** Cutting, resizing and encoding tiles; 0 when an earlier query encoded them. */
  readonly encoding: number;
  /** Encoding the text and comparing. */
  readonly comparing: number;
  /** The map without its filter. */
  readonly map: number;
  /** The filter. */
  readonly filter: number;
}

/** The parts of a localization. */
export interface LocalizationParts {
  /** Size of the image in pixels. */
  readonly image: ImageSize;
  /** Width and height of a cell in pixels. */
  readonly cellSize: number;
  /** The scaled map before the filter, over cells. */
  readonly surface: Surface;
  /** The map after the filter, one byte for each cell. */
  readonly bytes: Uint8Array;
  /** The scores that 0 and 1 of the map before the filter mean. */
  readonly range: ScoreRange;
  /** The best tiles. */
  readonly best: readonly ScoredTile[];
  /** Number of tiles that were scored. */
  readonly tiles: number;
  /** Seconds by stage. */
  readonly seconds: LocalizationSeconds;
}

/**
 * The answer to a query. Its map is filtered. `raw` is the map before the filter.
 *
 * Both maps are computed when they are read. `rows` reads one row after another, which needs no memory for a whole map in
 * the image's own size.
 *
 * @example
 * const image = await TiledImage.open(model, "harbour.tif", { tileSizes: [128] });
 * const found = await image.locate("white boats at a pier");
 * console.log(found.width, found.height, found.values.length, found.range);
 */
export class Localization implements ScoreMap {
  /** Size of the image in pixels. */
  readonly image: ImageSize;
  readonly width: number;
  readonly height: number;
  readonly cellSize: number;
  /** The filtered map as gray values, 255 for a score of 1, one for each cell, row after row. */
  readonly bytes: Uint8Array;
  /** The scores that 0 and 1 of the map before the filter mean. */
  readonly range: ScoreRange;
  /** At most five tiles, best first. No two of them have an IoU of 0.1 or more. */
  readonly best: readonly ScoredTile[];
  /** Number of tiles that were scored. */
  readonly tiles: number;
  /** Seconds of each stage. */
  readonly seconds: LocalizationSeconds;
  readonly #surface: Surface;
  #values: Float32Array | undefined;
  #raw: Float32Array | undefined;

  constructor(parts: LocalizationParts) {
    this.image = parts.image;
    this.width = parts.surface.width;
    this.height = parts.surface.height;
    this.cellSize = parts.cellSize;
    this.bytes = parts.bytes;
    this.range = parts.range;
    this.best = parts.best;
    this.tiles = parts.tiles;
    this.seconds = parts.seconds;
    this.#surface = parts.surface;
  }

  /** The filtered map in 0…1, row after row. */
  get values(): Float32Array {
    this.#values ??= new Float32Array(this.bytes).map((byte) => byte / 255);
    return this.#values;
  }

  /** The map before the filter in 0…1, row after row. */
  get raw(): Float32Array {
    this.#raw ??= pixelsOf(this.#surface);
    return this.#raw;
  }

  /**
   * Returns the rows of a map in the image's own size, from the upper one to the lower one.
   *
   * @param stage `raw` for the map before the filter, `filtered` for the map after it
   * @returns arrays of `image.width` values in 0…1; each array is used again for the next row
   */
  *rows(stage: "raw" | "filtered"): Generator<Float32Array, void> {
    const { cellSize, image, width, bytes } = this;
    const row = new Float32Array(image.width);
    const cells = stage === "raw" ? rowReader(this.#surface) : undefined;
    for (let y = 0; y < image.height; y++) {
      if (y % cellSize === 0) {
        const cellRow = y / cellSize;
        const values = cells?.(cellRow);
        for (let x = 0; x < image.width; x++) {
          const cell = Math.floor(x / cellSize);
          row[x] = values ? values[cell]! : bytes[cellRow * width + cell]! / 255;
        }
      }
      yield row;
    }
  }
}

/** Returns a function that reads rows in ascending order. */
function rowReader(surface: Surface): (y: number) => Float32Array {
  const firsts = new Int32Array(surface.height);
  forEachRow(surface, (y, first) => {
    firsts[y] = first;
  });
  const { xs, values, width } = surface;
  const row = new Float32Array(width);
  return (y) => {
    for (let i = 0; i + 1 < xs.length; i++) row.fill(values[firsts[y]! + i]!, xs[i]!, xs[i + 1]!);
    return row;
  };
}
