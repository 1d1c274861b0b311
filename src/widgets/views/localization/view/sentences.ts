// The kept sentences: a button for each that shows its answer, and buttons that keep and remove.
import { type Bytes, change, type Disposables, type PageModel } from "../../../core/pageModel.js";
import { element } from "../../page/elements.js";
import { firstStop, roving } from "../../page/roving.js";
import type { LocalizationState } from "../state.js";

/** Returns the row of kept sentences. */
export function sentences(model: PageModel<LocalizationState<Bytes>>, disposables: Disposables): HTMLElement {
  const list = element("span", { class: "kept", role: "group", "aria-label": "Kept sentences" });
  roving(list, "button");
  const keep = element("button", { type: "button" }, "Keep");
  keep.title = "Keep this answer beside those of other sentences";
  keep.addEventListener("click", () => model.send({ event: "keep" }));
  const compare = element("input", { type: "checkbox" });
  compare.addEventListener("change", () => change(model, "compare", compare.checked));
  const beside = element("label", {}, compare, "side by side");
  disposables.follow(model, ["kept", "query", "found", "progress"], () => {
    const query = model.get("query");
    const kept = model.get("kept");
    keep.disabled =
      model.get("found").width === 0 ||
      model.get("progress") !== null ||
      kept.some((one) => one.query === query);
    list.replaceChildren(
      ...kept.map((one) => {
        const show = element(
          "button",
          { type: "button", "aria-pressed": String(one.query === query) },
          one.query,
        );
        show.addEventListener("click", () => change(model, "query", one.query));
        const remove = element("button", { type: "button", "aria-label": `Remove “${one.query}”` }, "×");
        remove.addEventListener("click", () => model.send({ event: "forget", query: one.query }));
        return element("span", { class: "sentence" }, show, remove);
      }),
    );
    firstStop([...list.querySelectorAll("button")]);
    beside.hidden = kept.length === 0;
  });
  disposables.follow(model, ["compare"], () => {
    compare.checked = model.get("compare");
  });
  return element("div", { class: "bar sentences" }, keep, list, beside);
}
