// Query box of a view.

import { change, type Disposables, type PageModel } from "../../core/pageModel.js";
import { element } from "./elements.js";

/** Pause in typing after which the query is sent, in ms. */
const pause = 120;

/** Returns a box that sends its text as the trait `query`: after a pause in typing, or at once on Enter. */
export function queryBox<S extends { query: string }>(
  model: PageModel<S>,
  disposables: Disposables,
  label: string,
  placeholder: string,
): HTMLInputElement {
  const box = element("input", { class: "query", type: "text", "aria-label": label, placeholder });
  let timer = 0;
  const send = () => {
    clearTimeout(timer);
    timer = 0;
    change(model, "query", box.value);
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(send, pause);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") send();
  });
  disposables.follow(model, ["query"], () => {
    // An older query that comes back must not overwrite newer letters.
    if (timer === 0 && document.activeElement !== box) box.value = model.get("query");
  });
  return box;
}
