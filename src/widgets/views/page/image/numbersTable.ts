// The four numbers of a map under its image.
import { type Judgement, numberNames } from "../../pictures/judgement.js";
import { element } from "../elements.js";

/** Returns the four numbers with the directions in which they are better, and the sentence of the annotation. */
export function numbersTable(judgement: Judgement): HTMLElement {
  const entries = numberNames.map(({ key, name, better, about }) =>
    element(
      "span",
      { class: "number", title: `${about} (${better === "↑" ? "larger" : "smaller"} is better)` },
      element("b", {}, `${name} ${better}`),
      ` ${judgement[key].toFixed(3)}`,
    ),
  );
  return element(
    "div",
    { class: "numbers" },
    ...entries,
    element("span", { class: "against" }, `against the regions of “${judgement.caption}”`),
  );
}
