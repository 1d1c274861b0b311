// Page side of DatasetBars: the bars, and the numbers of the data set that pointer or arrow keys chose.
import { sixBars } from "../../../lib/reports/statistics/sixBars.js";
import { change, Disposables, type RenderContext } from "../../core/pageModel.js";
import { addStyle, element } from "../page/elements.js";
import { barsSvg } from "./bars.js";
import type { DatasetBarsState } from "./state.js";
import style from "./view.css";

const help = "Point at a data set, or go through them with the arrow keys.";

function render({ model, el }: RenderContext<DatasetBarsState>): () => void {
  addStyle(el, style);
  const disposables = new Disposables();
  const figure = element("div", {
    class: "bars",
    tabindex: "0",
    role: "application",
    "aria-label": "Six measures of each data set; the arrow keys choose one",
  });
  const note = element("div", { class: "note", "aria-live": "polite" });
  const choose = (name: string) => {
    if (name !== model.get("chosen")) change(model, "chosen", name);
  };
  figure.addEventListener("pointerover", ({ target }) => {
    choose((target as Element).closest("g[data-name]")?.getAttribute("data-name") ?? "");
  });
  figure.addEventListener("pointerleave", () => choose(""));
  figure.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const names = model.get("datasets").map(({ name }) => name);
    const at = names.indexOf(model.get("chosen"));
    choose(names[at < 0 ? 0 : (at + step + names.length) % names.length]!);
  });
  disposables.follow(model, ["datasets", "chosen"], () => {
    const [datasets, chosen] = [model.get("datasets"), model.get("chosen")];
    figure.innerHTML = barsSvg(datasets, chosen);
    const one = datasets.find(({ name }) => name === chosen);
    note.textContent = one
      ? `${one.name}: ${sixBars.map(({ key, title, digits }) => `${title.toLowerCase()} ${one[key].toFixed(digits)}`).join(" · ")}`
      : help;
  });
  el.append(figure, note);
  return () => disposables.release();
}

export default { render };
