// A box that asks as one types: a short pause in typing sends what stands there, Enter sends it at once.

import { change, type Disposables, type PageModel } from "../../core/pageModel.js";
import { element } from "./elements.js";

/** How long typing may pause before the query is sent, in ms. */
const pause = 120;

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
    // What is being typed stays: an older query that comes back must not take letters away.
    if (timer === 0 && document.activeElement !== box) box.value = model.get("query");
  });
  return box;
}
