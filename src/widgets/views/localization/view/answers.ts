// The answers that a localization viewer shows: the latest one, and the kept ones.
import { type Bytes, floats, type PageModel } from "../../../core/pageModel.js";
import { overlayCanvas } from "../../page/overlayCanvas.js";
import type { LocalizationState, Located } from "../state.js";

type Model = PageModel<LocalizationState<Bytes>>;

/** An answer with its score map; empty without one. */
export interface Answer {
  readonly found: Located;
  readonly values: Float32Array;
}

/** Returns the answer to the query. Without a kernel a kept answer is shown when its sentence is chosen. */
export function latestAnswer(model: Model): Answer {
  const query = model.get("query");
  const found = model.get("found");
  const at = model.get("kept").findIndex((kept) => kept.query === query);
  if (found.query !== query && at >= 0) return keptAnswer(model, at);
  return { found, values: floats(model.get("scores")) };
}

/** Returns the answers to show: all of them beside one another, or the latest one. */
export function shownAnswers(model: Model): Answer[] {
  const latest = latestAnswer(model);
  if (!model.get("compare")) return [latest];
  const kept = model.get("kept").map((_, i) => keptAnswer(model, i));
  const isKept = kept.some(({ found }) => found.query === latest.found.query);
  const others = kept.filter(({ found }) => found.query !== latest.found.query);
  if (isKept) return kept.map((answer) => (answer.found.query === latest.found.query ? latest : answer));
  return latest.found.query === "" && others.length > 0 ? others : [...others, latest];
}

/** Returns a score map as a canvas; undefined while scores and answer do not belong together. */
export function scoreOverlay(model: Model, { found, values }: Answer): HTMLCanvasElement | undefined {
  const { width, height } = found;
  if (values.length === 0 || values.length !== width * height) return undefined;
  const [opacity, threshold] = [model.get("opacity"), model.get("threshold")];
  return overlayCanvas({ values, width, height }, { opacity, threshold, colorMap: model.get("colorMap") });
}

/** Returns a pixel's coordinates and its score as a line of text. */
export function scoreAt(
  model: Model,
  { found, values }: Answer,
  { column, row }: { column: number; row: number },
): string {
  const { width, height } = found;
  if (values.length === 0) return `x ${column}, y ${row}`;
  const x = Math.floor((column / model.get("imageWidth")) * width);
  const y = Math.floor((row / model.get("imageHeight")) * height);
  return `x ${column}, y ${row} · score ${(values[y * width + x] ?? 0).toFixed(3)}`;
}

function keptAnswer(model: Model, at: number): Answer {
  return { found: model.get("kept")[at]!, values: floats(model.get("keptScores")[at]!) };
}
