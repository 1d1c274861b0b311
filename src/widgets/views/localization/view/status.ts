// The line under the query box: the answered query, an error, or the progress with the remaining time and a button that
// cancels.
import type { Bytes, Disposables, PageModel } from "../../../core/pageModel.js";
import { element } from "../../page/elements.js";
import type { LocalizationState } from "../state.js";
import { progressText } from "../words.js";
import { latestAnswer } from "./answers.js";

/** Returns the line. */
export function status(model: PageModel<LocalizationState<Bytes>>, disposables: Disposables): HTMLElement {
  const message = element("span", { "aria-live": "polite" });
  const bar = element("progress", { max: "1", "aria-label": "Progress of the search" });
  const left = element("span");
  const cancel = element("button", { type: "button" }, "Cancel");
  cancel.addEventListener("click", () => model.send({ event: "cancel" }));
  const running = element("span", { class: "running" }, bar, left, cancel);
  disposables.follow(model, ["found", "progress", "query", "kept"], () => {
    const progress = model.get("progress");
    running.hidden = progress === null;
    message.hidden = progress !== null;
    if (progress) {
      if (progress.total > 0) bar.value = progress.done / progress.total;
      else bar.removeAttribute("value");
      left.textContent = progressText(progress);
      return;
    }
    const { query, width, message: problem } = latestAnswer(model).found;
    message.classList.toggle("problem", problem !== "" && width === 0);
    message.textContent = problem || (query ? `Map of “${query}”` : "");
  });
  return element("div", { class: "note status" }, message, running);
}
