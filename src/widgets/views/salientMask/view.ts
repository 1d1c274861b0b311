// The page side of SalientMaskViewer: one figure an image, with controls that all of them share.

import { colorMapNames } from "../../../lib/base/colorMaps.js";
import { type Bytes, Disposables, floats, type PageModel, type RenderContext } from "../../core/pageModel.js";
import { addStyle, choice, colorBar, element, slider } from "../page/elements.js";
import type { SalientMaskState } from "./state.js";
import { maskFigure } from "./view/maskFigure.js";
import style from "./view.css";

type State = SalientMaskState<Bytes>;

function render({ model, el }: RenderContext<State>): () => void {
  addStyle(el, style);
  const holds = new Disposables();
  const pictures = model.get("pictures");
  const stages = model.get("stages");
  const maps = model.get("maps").map(floats);
  const figures = model.get("labels").map((label, i) =>
    maskFigure(label, holds.picture(pictures[i]!), () => {
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
    toolbar(model, holds, scale),
    element("div", { class: "row" }, ...figures.map(({ figure }) => figure)),
  );
  holds.follow(model, ["colorMap"], () => scale.replaceChildren(colorBar(model.get("colorMap"), "0", "1")));
  holds.follow(model, ["stage", "opacity", "threshold", "colorMap"], () => {
    for (const { draw } of figures) draw();
  });
  return () => holds.release();
}

function toolbar(model: PageModel<State>, holds: Disposables, scale: HTMLElement): HTMLElement {
  const stages = model.get("stages").map(({ name }, value) => ({ value, text: name }));
  const colorMaps = colorMapNames.map((value) => ({ value, text: value }));
  return element(
    "div",
    { class: "bar" },
    ...(stages.length > 1 ? [choice(model, holds, "stage", "stage", stages)] : []),
    slider(model, holds, "opacity", "opacity"),
    slider(model, holds, "threshold", "threshold"),
    choice(model, holds, "colorMap", "colors", colorMaps),
    scale,
  );
}

export default { render };
