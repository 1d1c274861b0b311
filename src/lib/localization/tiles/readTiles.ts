// Cuts tiles out of an image and resizes them to the square that a network takes.
import sharp from "sharp";
import { type Raster, resizeLikePillow } from "../../data/images/resizeLikePillow.js";
import type { Resizing } from "../../data/images/resizing.js";
import { unitPixels } from "../../data/images/unitPixels.js";
import type { LargeImage } from "../../data/images/windows/largeImage.js";
import type { ImageBatch } from "../../models/contract/imageInputs.js";
import { resizeCubic } from "./resizeCubic.js";
import type { Tile } from "./tile.js";

/** The way from the pixels of a tile to those that a network reads. */
export interface TileLook {
  /** `area`: the model's filter of Pillow, which it was trained with. `cubic`: OpenCV's, without antialiasing, as released. */
  readonly resize: "area" | "cubic";
  /** Writes each tile as JPEG of quality 95 and reads it back, as released. */
  readonly jpeg: boolean;
}

/** Returns tiles as a batch of images. @param name of the image, for messages @param resizing the model's */
export function tileBatch(
  name: string,
  image: LargeImage,
  tiles: readonly Tile[],
  look: TileLook,
  resizing: Resizing | undefined,
): ImageBatch {
  return {
    images: tiles.map(({ left, top, width, height }) => ({
      name: `${name}, tile at ${left}, ${top} of ${width} × ${height} pixels`,
    })),
    async pixels(size) {
      const squares: Uint8Array[] = [];
      for (const tile of tiles) squares.push(resized(await image.read(tile), size, look.resize, resizing));
      return unitPixels(
        look.jpeg ? await Promise.all(squares.map((square) => throughJpeg(square, size))) : squares,
      );
    },
  };
}

function resized(
  raster: Raster,
  size: number,
  way: TileLook["resize"],
  resizing: Resizing | undefined,
): Uint8Array {
  return way === "cubic"
    ? resizeCubic(raster, { width: size, height: size }).data
    : resizeLikePillow(raster, size, size, resizing);
}

/** Writes a square as JPEG of quality 95 with halved chroma (4:2:0) and reads it back. @param square RGB bytes */
export async function throughJpeg(square: Uint8Array, size: number): Promise<Uint8Array> {
  const raw = { width: size, height: size, channels: 3 as const };
  const options = { quality: 95, chromaSubsampling: "4:2:0", optimizeCoding: false, mozjpeg: false };
  const file = await sharp(square, { raw }).jpeg(options).toBuffer();
  const { data } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  return new Uint8Array(data.buffer, data.byteOffset, data.length);
}
