// One large image out of many small ones, for localization.
import sharp from "sharp";

/** Options of `writeMosaic`. */
export interface MosaicOptions {
  /** Number of images in a row. Default 4. */
  readonly columns?: number;
  /** Width and height of each image in the mosaic, in pixels. Default 256. */
  readonly side?: number;
}

/** Size of a mosaic. */
export interface MosaicSize {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
}

/**
 * Places images side by side, row after row, and writes the result as one image file.
 * @param file the file to write; its ending decides the format, such as `.tif` or `.png`
 * @param images paths of image files, from the upper left to the lower right
 * @returns the size of the mosaic
 * @example
 * const { width } = await writeMosaic("mosaic.tif", paths.slice(0, 4), { columns: 2 });
 */
export async function writeMosaic(
  file: string,
  images: readonly string[],
  { columns = 4, side = 256 }: MosaicOptions = {},
): Promise<MosaicSize> {
  const placed = images.map(async (image, i) => ({
    input: await sharp(image).resize(side, side).png().toBuffer(),
    left: (i % columns) * side,
    top: Math.floor(i / columns) * side,
  }));
  const width = Math.min(columns, images.length) * side;
  const height = Math.ceil(images.length / columns) * side;
  const empty = sharp({ create: { width, height, channels: 3, background: "gray" } });
  await empty.composite(await Promise.all(placed)).toFile(file);
  return { width, height };
}
