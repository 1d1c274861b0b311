// Page side of SalientMaskViewer: one figure for each image, and controls for all of them.

import { colorMapNames } from "../../../lib/base/drawing/colorMaps.js";
import { type Bytes, Disposables, floats, type PageModel, type RenderContext } from "../../core/pageModel.js";
import { addStyle, choice, colorBar, element, slider } from "../page/elements.js";
import type { SalientMaskState } from "./state.js";
import { maskFigure } from "./view/maskFigure.js";
import style from "./view.css";

type State = SalientMaskState<Bytes>;

function render({ model, el }: RenderContext<State>): () => void {
  addStyle(el, style);
  const disposables = new Disposables();
  const pictures = model.get("pictures");
  const stages = model.get("stages");
  const maps = model.get("maps").map(floats);
  const figures = model.get("labels").map((label, i) =>
    maskFigure(label, disposables.picture(pictures[i]!), () => {
      const stage = model.get("stage");
      return {
        stage: stages[stage]!,
        values: maps[i * stages.length + stage]!,
        look: {
          opacity: model.get("opacity"),
          threshold: model.get("threshold"),
          colorMap: model.get("colorMap"),
        },
      };
    }),
  );
  const scale = element("span");
  el.append(
    toolbar(model, disposables, scale),
    element("div", { class: "row" }, ...figures.map(({ figure }) => figure)),
  );
  disposables.follow(model, ["colorMap"], () =>
    scale.replaceChildren(colorBar(model.get("colorMap"), "0", "1")),
  );
  disposables.follow(model, ["stage", "opacity", "threshold", "colorMap"], () => {
    for (const { draw } of figures) draw();
  });
  return () => disposables.release();
}

function toolbar(model: PageModel<State>, disposables: Disposables, scale: HTMLElement): HTMLElement {
  const stages = model.get("stages").map(({ name }, value) => ({ value, text: name }));
  const colorMaps = colorMapNames.map((value) => ({ value, text: value }));
  return element(
    "div",
    { class: "bar" },
    ...(stages.length > 1 ? [choice(model, disposables, "stage", "stage", stages)] : []),
    slider(model, disposables, "opacity", "opacity"),
    slider(model, disposables, "threshold", "threshold"),
    choice(model, disposables, "colorMap", "colors", colorMaps),
    scale,
  );
}

export default { render };
