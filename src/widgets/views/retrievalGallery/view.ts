// Page side of RetrievalGallery: the query box, the ranked pictures, and the captions of the clicked picture.

import { type Bytes, change, Disposables, type PageModel, type RenderContext } from "../../core/pageModel.js";
import { addStyle, element } from "../page/elements.js";
import { queryBox } from "../page/queryBox.js";
import { firstStop, roving } from "../page/roving.js";
import type { RetrievalGalleryState } from "./state.js";
import style from "./view.css";

type State = RetrievalGalleryState<Bytes>;

function render({ model, el }: RenderContext<State>): () => void {
  addStyle(el, style);
  const disposables = new Disposables();
  const urlOf = pictureUrls(model, disposables);
  const box = queryBox(model, disposables, "Search for", "Describe an image …");
  const message = element("div", { class: "note", "aria-live": "polite" });
  const row = element("div", { class: "row", role: "list" });
  roving(row, ".card");
  disposables.follow(model, ["answer"], () => {
    const { query, results, truth, message: problem } = model.get("answer");
    message.classList.toggle("problem", problem !== "");
    const found = results.filter(({ picture }) => truth.includes(picture)).length;
    const marked = truth.length > 0 ? ` · ${found} of ${truth.length} right ones among them ✓` : "";
    message.textContent = problem || (query ? `The ${results.length} best for “${query}”${marked}` : "");
    row.replaceChildren(...results.map((_, rank) => card(model, urlOf, rank)));
    firstStop([...row.querySelectorAll<HTMLElement>(".card")]);
  });
  disposables.follow(model, ["chosen"], () => {
    for (const button of row.querySelectorAll<HTMLElement>(".card")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.picture) === model.get("chosen")));
    }
  });
  el.append(box, message, row, captions(model, disposables, urlOf));
  return () => disposables.release();
}

/** Returns a function that returns the address of a picture, which it makes once. */
function pictureUrls(model: PageModel<State>, disposables: Disposables): (picture: number) => string {
  const urls = new Map<number, string>();
  return (picture) => {
    const known = urls.get(picture);
    if (known) return known;
    const bytes = model.get("pictures")[model.get("pictured").indexOf(picture)];
    if (!bytes || bytes.byteLength === 0) return "";
    const url = disposables.picture(bytes);
    urls.set(picture, url);
    return url;
  };
}

function card(model: PageModel<State>, urlOf: (picture: number) => string, rank: number): HTMLElement {
  const { results, truth } = model.get("answer");
  const { picture, score } = results[rank]!;
  const label = model.get("labels")[picture]!;
  const right = truth.includes(picture);
  const best = Math.max(1e-9, results[0]!.score);
  const button = element(
    "button",
    {
      class: "card",
      type: "button",
      "data-picture": String(picture),
      "aria-pressed": String(picture === model.get("chosen")),
      "aria-label": `${rank + 1}. ${label}, score ${score.toFixed(3)}${right ? ", ground truth" : ""}`,
    },
    element("img", { src: urlOf(picture), alt: label }),
  );
  button.addEventListener("click", () => change(model, "chosen", picture));
  const share = element("meter", { min: "0", max: String(best), value: String(Math.max(0, score)) });
  share.setAttribute("aria-hidden", "true");
  const caption = element("figcaption", {}, `${rank + 1}. ${label} · ${score.toFixed(3)}`);
  if (right) caption.append(element("div", { class: "mark" }, "✓ ground truth"));
  button.append(share);
  return element(
    "figure",
    { role: "listitem", class: right ? "right" : "", style: "width:176px" },
    button,
    caption,
  );
}

function captions(
  model: PageModel<State>,
  disposables: Disposables,
  urlOf: (picture: number) => string,
): HTMLElement {
  const panel = element("div", { class: "captions", "aria-live": "polite" });
  disposables.follow(model, ["description"], () => {
    const { picture, captions: ranked, message } = model.get("description");
    panel.hidden = picture < 0;
    if (picture < 0) return;
    const label = model.get("labels")[picture]!;
    const items = ranked.map(({ caption, score, own }) =>
      element(
        "li",
        own ? { class: "mark" } : {},
        caption,
        element("span", { class: "score" }, ` · ${score.toFixed(3)}`),
        own ? " ✓ its own" : "",
      ),
    );
    panel.replaceChildren(
      element("img", { src: urlOf(picture), alt: label }),
      element(
        "div",
        { style: "flex:1 1 340px" },
        element("strong", {}, `Captions for ${label}`),
        message ? element("div", { class: "note problem" }, message) : element("ol", {}, ...items),
      ),
    );
  });
  return panel;
}

export default { render };
