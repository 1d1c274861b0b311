// Decodes BMP, which libvips does not read, by the decoder of the canvas that draws plotly's pictures.
import { ImageRefusal } from "../imageRefusal.js";
import type { Raster } from "../resizeLikePillow.js";
import type { ImageBytes } from "./imageBytes.js";
import { checkPlausible, checkSize } from "./limits.js";

/** Size and kind of a bitmap, from its header. */
export interface BmpHeader {
  readonly width: number;
  readonly height: number;
}

/** Reads and checks the header. @throws {ImageRefusal} when the size does not fit the file */
export async function readBmpHeader({ read, size }: ImageBytes): Promise<BmpHeader> {
  const start = await read(0, 54);
  if (start.length < 54 || start.readUInt32LE(14) < 40)
    throw new ImageRefusal("a bitmap header that is cut off or of OS/2", "convert the image to PNG");
  const [width, height] = [start.readInt32LE(18), Math.abs(start.readInt32LE(22))];
  const [bits, compression] = [start.readUInt16LE(28), start.readUInt32LE(30)];
  if (![1, 4, 8, 16, 24, 32].includes(bits) || ![0, 1, 2, 3, 6].includes(compression))
    throw new ImageRefusal(`a bitmap of ${bits} bits and compression ${compression}`, "convert it to PNG");
  checkSize(width, height, 4);
  const rle = compression === 1 || compression === 2;
  // A run of RLE has at most 255 pixels in two bytes.
  checkPlausible(Math.ceil((width * bits) / 32) * 4 * height, size, rle ? 255 : 1);
  return { width, height };
}

/** Decodes a bitmap to RGB. */
export async function decodeBmp(file: ImageBytes): Promise<Raster> {
  const { createCanvas, loadImage } = await import("@napi-rs/canvas");
  const image = await loadImage(await file.read(0, file.size));
  const { width, height } = image;
  const context = createCanvas(width, height).getContext("2d");
  context.drawImage(image, 0, 0);
  const rgba = context.getImageData(0, 0, width, height).data;
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4) {
    rgb[to++] = rgba[from]!;
    rgb[to++] = rgba[from + 1]!;
    rgb[to++] = rgba[from + 2]!;
  }
  return { data: rgb, width, height };
}
