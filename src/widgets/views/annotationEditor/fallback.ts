// The picture of an annotation editor for places without scripts.
import { captioned } from "../pictures/fallback.js";
import { judgedImage } from "../pictures/judgedImage.js";
import { numbersText } from "../pictures/judgement.js";
import type { AnnotationEditorState } from "./state.js";

/** Longer side of the image in px. */
const side = 640;

/** Draws the regions of the chosen sentence over the image, with the map and the four numbers if there are any. */
export async function editorPicture(
  state: Readonly<AnnotationEditorState<Uint8Array | Float32Array>>,
): Promise<Buffer> {
  const item = state.items[state.item];
  const { circles = [], centers = [] } = state.judgement ?? {};
  const whole = await judgedImage(
    {
      picture: state.picture as Uint8Array,
      image: { width: state.imageWidth, height: state.imageHeight },
      map: { values: state.scores as Float32Array, width: state.mapWidth, height: state.mapHeight },
      look: state,
      shapes: { regions: item?.regions ?? [], circles, centers },
    },
    side,
  );
  const name = state.images[state.image] ?? "";
  const text = [name, item?.caption.trim(), state.judgement && numbersText(state.judgement)];
  return captioned([{ picture: whole, text: text.filter(Boolean).join(" · ") }], 1);
}
