// One picture in its own proportions.
import sharp from "sharp";

/** Options of `picture`. */
export interface PictureOptions {
  /** Width on the page, in pixels. A narrower picture keeps its own. Default 900. */
  readonly width?: number;
  /** Text for front ends without pictures. Default "picture". */
  readonly alt?: string;
}

/**
 * Returns one picture for `display` or as the value of a cell, stored as a PNG with 256 colors.
 * @param image path of an image file, or its bytes, in any format that sharp reads
 * @example
 * display(await picture("port_1.png", { width: 200 }));
 */
export async function picture(
  image: string | Uint8Array,
  { width = 900, alt = "picture" }: PictureOptions = {},
): Promise<object> {
  const sized = sharp(image).resize({ width, withoutEnlargement: true });
  const data = (await sized.png({ palette: true }).toBuffer()).toString("base64");
  return {
    [Symbol.for("Jupyter.display")]: () => ({ "image/png": data, "text/plain": alt }),
  };
}
