// Reads rectangles of a large image.
import { decodeRaster } from "../../data/images/decodeImage.js";
import type { DecodeOptions } from "../../data/images/decodeOptions.js";
import type { ImageSource } from "../../data/images/imageSource.js";
import type { Raster } from "../../data/images/resizeLikePillow.js";
import type { ImageSize, Tile } from "./tile.js";

/** An image of which rectangles are read. */
export interface ImageWindows extends ImageSize {
  /** Returns a rectangle in its own size. */
  read(tile: Tile): Promise<Raster>;
  /** Frees the image's memory and closes its file. */
  close(): Promise<void>;
}

/** Opens an image. @throws {DataError} when it cannot be decoded */
export async function openWindows(source: ImageSource, decoding: DecodeOptions): Promise<ImageWindows> {
  const raster = await decodeRaster(source, decoding);
  return {
    width: raster.width,
    height: raster.height,
    read: async (tile) => cropped(raster, tile),
    close: async () => {},
  };
}

/** Returns a copy of a rectangle. */
export function cropped({ data, width: columns }: Raster, { left, top, width, height }: Tile): Raster {
  const part = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const start = ((top + row) * columns + left) * 3;
    part.set(data.subarray(start, start + width * 3), row * width * 3);
  }
  return { data: part, width, height };
}
