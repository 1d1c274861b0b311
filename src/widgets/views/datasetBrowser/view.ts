// Page side of DatasetBrowser: filters, records as cards, and buttons for the pages.
import { type Bytes, change, Disposables, type PageModel, type RenderContext } from "../../core/pageModel.js";
import { addStyle, choice, element } from "../page/elements.js";
import { queryBox } from "../page/queryBox.js";
import type { DatasetBrowserState, ShownRecord } from "./state.js";
import style from "./view.css";

type State = DatasetBrowserState<Bytes>;

function render({ model, el }: RenderContext<State>): () => void {
  addStyle(el, style);
  const [disposables, pictures] = [new Disposables(), new Disposables()];
  const message = element("div", { class: "note", role: "status", "aria-live": "polite" });
  const records = element("div", { class: "records", role: "list" });
  const pages = pageButtons(model, disposables);
  el.append(
    toolbar(model, disposables),
    queryBox(model, disposables, "Words in captions", "Words, such as: white boats"),
  );
  el.append(message, records, pages);
  disposables.follow(model, ["shown", "pictures"], () => {
    const { matches, records: shown } = model.get("shown");
    message.textContent = `${model.get("name")}: ${matches.toLocaleString("en")} of ${model.get("total").toLocaleString("en")} images`;
    const bytes = model.get("pictures");
    // Records and pictures may arrive in two messages.
    if (bytes.length !== shown.length) return;
    pictures.release();
    records.replaceChildren(
      ...shown.map((record, i) => card(record, pictures.picture(bytes[i]!), model.get("query"))),
    );
  });
  return () => {
    disposables.release();
    pictures.release();
  };
}

function toolbar(model: PageModel<State>, disposables: Disposables): HTMLElement {
  const classes = model
    .get("classes")
    .map(({ name, images }) => ({ value: name, text: `${name} (${images})` }));
  const splits = model.get("splits").map((value) => ({ value, text: value }));
  const all = { value: "", text: "all" };
  return element(
    "div",
    { class: "bar" },
    choice(model, disposables, "sceneClass", "class", [all, ...classes]),
    ...(splits.length > 1 ? [choice(model, disposables, "split", "split", [all, ...splits])] : []),
  );
}

function pageButtons(model: PageModel<State>, disposables: Disposables): HTMLElement {
  const go = (by: number) => () => change(model, "page", model.get("shown").page + by);
  const previous = element("button", { type: "button" }, "‹ Previous");
  const next = element("button", { type: "button" }, "Next ›");
  const place = element("span");
  previous.addEventListener("click", go(-1));
  next.addEventListener("click", go(1));
  disposables.follow(model, ["shown"], () => {
    const { page, pages } = model.get("shown");
    previous.disabled = page <= 0;
    next.disabled = page >= pages - 1;
    place.textContent = pages === 0 ? "nothing to show" : `page ${page + 1} of ${pages}`;
  });
  return element("div", { class: "bar", style: "margin-top:12px" }, previous, place, next);
}

function card(
  { filename, sceneClass, split, captions, keywords, problem }: ShownRecord,
  url: string,
  query: string,
) {
  const picture = problem
    ? element("div", { class: "note problem" }, problem)
    : element("img", { src: url, alt: `${filename}: ${captions[0] ?? sceneClass}` });
  return element(
    "div",
    { class: "record", role: "listitem" },
    picture,
    element(
      "div",
      {},
      element("strong", {}, sceneClass),
      element("span", { class: "note" }, ` · ${filename} · ${split}`),
      element("ol", {}, ...captions.map((caption) => element("li", {}, ...marked(caption, query)))),
      ...keywords.map((keyword) => element("span", { class: "keyword" }, ...marked(keyword, query))),
    ),
  );
}

/** Returns the text with a mark on each word that begins with a word of the query. */
function marked(text: string, query: string): (Node | string)[] {
  const wanted = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return text
    .split(/([\p{L}\p{N}]+)/u)
    .map((part) =>
      wanted.some((word) => part.toLowerCase().startsWith(word)) ? element("mark", {}, part) : part,
    );
}

export default { render };
