// The picture of an annotation editor for places without scripts.
import sharp from "sharp";
import { captioned, withOverlay } from "../pictures/fallback.js";
import { numbersText } from "../pictures/judgement.js";
import { shapesSvg } from "../pictures/shapes.js";
import type { AnnotationEditorState } from "./state.js";

/** Longer side of the image in px. */
const side = 640;

/** Draws the regions of the chosen sentence over the image, with the map and the four numbers if there are any. */
export async function editorPicture(
  state: Readonly<AnnotationEditorState<Uint8Array | Float32Array>>,
): Promise<Buffer> {
  const image = { width: state.imageWidth, height: state.imageHeight };
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  const size = [
    Math.max(1, Math.round(image.width * scale)),
    Math.max(1, Math.round(image.height * scale)),
  ] as const;
  const item = state.items[state.item];
  const values = state.scores as Float32Array;
  const picture = state.picture as Uint8Array;
  const drawn =
    values.length === 0
      ? sharp(picture).resize(...size, { fit: "fill" })
      : await withOverlay(picture, { values, width: state.mapWidth, height: state.mapHeight }, state, size);
  const { circles = [], centers = [] } = state.judgement ?? {};
  const shapes = { regions: item?.regions ?? [], circles, centers };
  const input = Buffer.from(shapesSvg(shapes, image, size));
  const whole = await sharp(await drawn.png().toBuffer())
    .composite([{ input }])
    .png()
    .toBuffer();
  const name = state.images[state.image] ?? "";
  const text = [name, item?.caption.trim(), state.judgement && numbersText(state.judgement)];
  return captioned([{ picture: whole, text: text.filter(Boolean).join(" · ") }], 1);
}
