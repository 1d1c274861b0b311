// An image with a score map and the shapes that judge it, for places without scripts.
import sharp from "sharp";
import type { PixelSize } from "../../../lib/data/index.js";
import { withOverlay } from "./fallback.js";
import type { OverlayLook, ValueMap } from "./overlay.js";
import { type Shapes, shapesSvg } from "./shapes.js";

/** The parts of the picture. */
export interface JudgedImage {
  /** Bytes of an image file. */
  readonly picture: Uint8Array;
  /** Size of the image that the shapes are in. */
  readonly image: PixelSize;
  /** Scores; without values the image alone is drawn. */
  readonly map: ValueMap;
  /** Look of the map. */
  readonly look: OverlayLook;
  readonly shapes: Shapes;
}

/** Draws the parts over each other as a PNG file. @param side longer side of the picture in px, for an image that is larger */
export async function judgedImage(
  { picture, image, map, look, shapes }: JudgedImage,
  side: number,
): Promise<Buffer> {
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  const size = [
    Math.max(1, Math.round(image.width * scale)),
    Math.max(1, Math.round(image.height * scale)),
  ] as const;
  const drawn =
    map.values.length === 0
      ? sharp(picture).resize(...size, { fit: "fill" })
      : await withOverlay(picture, map, look, size);
  const input = Buffer.from(shapesSvg(shapes, image, size));
  return sharp(await drawn.png().toBuffer())
    .composite([{ input }])
    .png()
    .toBuffer();
}
