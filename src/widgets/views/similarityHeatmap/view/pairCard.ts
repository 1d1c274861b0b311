// Card of the opened pair: picture, caption, score and ranks.

import { type Bytes, Disposables, type PageModel } from "../../../core/pageModel.js";
import { element } from "../../page/elements.js";
import type { SimilarityHeatmapState } from "../state.js";
import type { Matrix } from "./matrix.js";

/** Returns an element that shows the opened pair. @param matrix returns the shown matrix */
export function pairCard(
  model: PageModel<SimilarityHeatmapState<Bytes>>,
  disposables: Disposables,
  matrix: () => Matrix,
): HTMLElement {
  const card = element("div", { class: "pair", "aria-live": "polite" });
  const pictures = new Disposables();
  disposables.follow(model, ["selected", "pictured", "layer"], () => {
    pictures.release();
    const [row, column] = model.get("selected");
    card.hidden = row === undefined || column === undefined;
    if (row === undefined || column === undefined) return;
    const cell = matrix().of(row, column);
    const [name, caption] = [model.get("rows")[row]!, model.get("columns")[column]!];
    const { caption: captionRank, image: imageRank } = matrix().ranks(cell);
    const owns = matrix().owns(cell);
    const belongs =
      owns === undefined
        ? []
        : [
            element(
              "strong",
              { class: owns ? "right" : "wrong" },
              owns ? "✓ this caption is of this image" : "✗ this caption is of another image",
            ),
          ];
    const sceneClass = model.get("rowClasses")[row];
    const facts = element(
      "div",
      {},
      element("div", { class: "score" }, cell.score.toFixed(3)),
      element("p", { class: "caption" }, `“${caption}”`),
      ...belongs,
      element(
        "p",
        { class: "note" },
        `${name}${sceneClass ? ` · ${sceneClass}` : ""} · caption ${captionRank} of ${model.get("columns").length} for this image · image ${imageRank} of ${model.get("rows").length} for this caption`,
      ),
    );
    const shown = model.get("pictured") === row;
    const picture = shown
      ? [
          element("img", {
            src: pictures.picture(model.get("picture")),
            alt: name,
            width: "176",
            height: "176",
          }),
        ]
      : [];
    card.replaceChildren(...picture, facts);
  });
  return card;
}
