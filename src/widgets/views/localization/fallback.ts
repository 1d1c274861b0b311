// The picture of a localization viewer for places without scripts.
import sharp from "sharp";
import { asPng, captioned } from "../pictures/fallback.js";
import { judgedImage } from "../pictures/judgedImage.js";
import { numbersText } from "../pictures/judgement.js";
import { noShapes } from "../pictures/shapes.js";
import type { LocalizationState, Located } from "./state.js";

type State = Readonly<LocalizationState<Uint8Array | Float32Array>>;

/** Longer side of an image in px: alone, and beside others. */
const [alone, beside] = [640, 460];

/** Draws the latest answer over the image, or all kept answers beside one another. */
export async function answersPicture(state: State): Promise<Buffer> {
  const answers = state.kept.map((found, i) => ({ found, scores: state.keptScores[i] as Float32Array }));
  const latest = { found: state.found, scores: state.scores as Float32Array };
  const others = answers.filter(({ found }) => found.query !== state.found.query);
  const shown = state.compare && others.length > 0 ? [...others, latest] : [latest];
  const side = shown.length > 1 ? beside : alone;
  const pictures = await Promise.all(
    shown.map(async ({ found, scores }) => ({
      picture: await answerPicture(state, found, scores, side),
      text: [found.query, found.judgement && numbersText(found.judgement)].filter(Boolean).join(" · "),
    })),
  );
  const single = pictures[0]!;
  if (pictures.length === 1 && !state.found.judgement) return asPng(sharp(single.picture));
  return captioned(pictures, 2);
}

async function answerPicture(
  state: State,
  found: Located,
  values: Float32Array,
  side: number,
): Promise<Buffer> {
  return judgedImage(
    {
      picture: state.picture as Uint8Array,
      image: { width: state.imageWidth, height: state.imageHeight },
      map: { ...found, values },
      look: state,
      shapes: state.shapes ? (found.judgement ?? noShapes) : noShapes,
    },
    side,
  );
}
