// A large image, read by windows in its full or a lower resolution.
import sharp from "sharp";
import { OptionError } from "../../../base/errors.js";
import { named } from "../decodeImage.js";
import type { DecodeOptions } from "../decodeOptions.js";
import type { Georeference } from "../georeference/georeference.js";
import type { ImageSource } from "../imageSource.js";
import type { Raster } from "../resizeLikePillow.js";
import type { PixelLevel, PixelWindow } from "./pixelLevel.js";
import { shrunk } from "./shrunk.js";
import type { BadTile } from "./tiffLevel.js";

/** A size in pixels. */
export interface PixelSize {
  /** Number of columns. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
}

/**
 * A large image that is read by windows. Only the pixels of a window and some decoded tiles are in memory. Close it after
 * the last window.
 *
 * @example
 * const image = await openLargeImage("harbour.tif");
 * const part = await image.read({ left: 0, top: 0, width: 64, height: 64 });
 * console.log(part.data.length); // 12288
 * await image.close();
 */
export interface LargeImage extends PixelSize {
  /** Number of columns. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
  /** Rows that the file stores together. Windows that begin at a multiple of it are read at the lowest cost. */
  readonly blockHeight: number;
  /** Sizes of the overviews of the file, from the finest to the coarsest. */
  readonly overviews: readonly PixelSize[];
  /** The image as it was given. */
  readonly source: ImageSource;
  /** Bands and stretch of the pixels. */
  readonly decoding: DecodeOptions;
  /** Places of the pixels on the ground, where the file or a world file beside it has them. */
  readonly georeference: Georeference | undefined;
  /** Sentence that says why the georeference of the file is not used, such as ground control points. */
  readonly georeferenceProblem: string | undefined;
  /** Tiles that could not be decoded up to now, in the order of reading. */
  readonly badTiles: readonly BadTile[];
  /**
   * Reads a window.
   *
   * @param size size of the result, the window's own by default. A smaller result is made from the coarsest overview that
   *   has its resolution, by means of whole pixels and then by the filter Lanczos 3. A larger one is interpolated (cubic).
   * @returns RGB bytes, `[height, width, 3]`
   * @throws {OptionError} when the window is not inside the image, or the image was closed
   * @throws {DataError} with the name of the file and of the tile that cannot be decoded, under the policy `fail`
   */
  read(window: PixelWindow, size?: PixelSize): Promise<Raster>;
  /**
   * Sorts windows so that each strip or tile is decoded once: from the top to the bottom, and each row from the left.
   *
   * @returns indices of the windows
   */
  readingOrder(windows: readonly PixelWindow[]): number[];
  /** Frees the memory, closes the file and removes temporary copies. */
  close(): Promise<void>;
}

/** The parts that an opened image is made of. */
export interface LargeImageParts {
  readonly source: ImageSource;
  readonly decoding: DecodeOptions;
  /** The image, and its overviews from the finest to the coarsest. */
  readonly levels: readonly PixelLevel[];
  readonly georeference: Georeference | undefined;
  readonly georeferenceProblem: string | undefined;
  readonly badTiles: readonly BadTile[];
  close(): Promise<void>;
}

/** An image whose levels are open. */
export class OpenedImage implements LargeImage {
  readonly width: number;
  readonly height: number;
  readonly blockHeight: number;
  readonly overviews: readonly PixelSize[];
  readonly source: ImageSource;
  readonly decoding: DecodeOptions;
  readonly georeference: Georeference | undefined;
  readonly georeferenceProblem: string | undefined;
  readonly badTiles: readonly BadTile[];
  private readonly levels: readonly PixelLevel[];
  private readonly closeParts: () => Promise<void>;
  private closed = false;

  constructor(parts: LargeImageParts) {
    const [full] = parts.levels as [PixelLevel];
    this.width = full.width;
    this.height = full.height;
    this.blockHeight = full.blockHeight;
    this.overviews = parts.levels.slice(1).map(({ width, height }) => ({ width, height }));
    this.source = parts.source;
    this.decoding = parts.decoding;
    this.georeference = parts.georeference;
    this.georeferenceProblem = parts.georeferenceProblem;
    this.badTiles = parts.badTiles;
    this.levels = parts.levels;
    this.closeParts = parts.close;
  }

  async read(window: PixelWindow, size: PixelSize = window): Promise<Raster> {
    if (this.closed)
      throw new OptionError("image: expected an open image, found a closed one; open it again.");
    requireWindow(window, this);
    requireSize(size);
    return named(this.source, undefined, async () => {
      if (size.width === window.width && size.height === window.height) return this.levels[0]!.read(window);
      const level = this.levelFor(Math.min(window.width / size.width, window.height / size.height));
      const small = await shrunk(level, scaledWindow(window, this, level), size);
      if (small.width === size.width && small.height === size.height) return small;
      const { width, height } = small;
      const enlarges = size.width > width || size.height > height;
      const data = await sharp(small.data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
        .resize(size.width, size.height, { fit: "fill", kernel: enlarges ? "cubic" : "lanczos3" })
        .raw()
        .toBuffer();
      return { data, ...{ width: size.width, height: size.height } };
    });
  }

  readingOrder(windows: readonly PixelWindow[]): number[] {
    const rowOf = ({ top }: PixelWindow) => Math.floor(top / this.blockHeight);
    return [...windows.keys()].sort((i, j) => {
      const [a, b] = [windows[i]!, windows[j]!];
      return rowOf(a) - rowOf(b) || a.left - b.left || a.top - b.top || i - j;
    });
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.closeParts();
  }

  /** Returns the coarsest level whose pixels are at most so many pixels of the image wide. */
  private levelFor(shrinking: number): PixelLevel {
    return this.levels.findLast((level) => this.width / level.width <= shrinking * 1.001) ?? this.levels[0]!;
  }
}

function requireWindow(window: PixelWindow, { width, height }: PixelSize): void {
  const { left, top } = window;
  const whole = [left, top, window.width, window.height].every(Number.isInteger);
  const inside =
    left >= 0 &&
    top >= 0 &&
    window.width >= 1 &&
    window.height >= 1 &&
    left + window.width <= width &&
    top + window.height <= height;
  if (whole && inside) return;
  throw new OptionError(
    `window: expected whole pixels inside of ${width} × ${height}, found ${window.width} × ${window.height} at ${left}, ${top}; choose another window.`,
  );
}

function requireSize({ width, height }: PixelSize): void {
  if (Number.isInteger(width) && Number.isInteger(height) && width >= 1 && height >= 1) return;
  throw new OptionError(
    `size: expected whole numbers of at least 1 pixel, found ${width} × ${height}; correct the size.`,
  );
}

/** Returns a window in the pixels of an overview. */
function scaledWindow(window: PixelWindow, image: PixelSize, level: PixelLevel): PixelWindow {
  const [x, y] = [level.width / image.width, level.height / image.height];
  const left = Math.min(level.width - 1, Math.round(window.left * x));
  const top = Math.min(level.height - 1, Math.round(window.top * y));
  return {
    left,
    top,
    width: Math.max(1, Math.min(level.width, Math.round((window.left + window.width) * x)) - left),
    height: Math.max(1, Math.min(level.height, Math.round((window.top + window.height) * y)) - top),
  };
}
