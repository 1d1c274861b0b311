// Page side of RerankViewer: the query, the sliders for K and the weights, and the drawing of the two orders.
import { type Bytes, change, Disposables, type PageModel, type RenderContext } from "../../core/pageModel.js";
import { addStyle, choice, element, oncePerFrame, slider } from "../page/elements.js";
import { rankingSvg, termColors, termNames } from "./drawing.js";
import { type RankedCandidate, rankingOf } from "./ranking.js";
import type { RerankViewerState } from "./state.js";
import style from "./view.css";

type State = RerankViewerState<Bytes>;

const help = "Point at a candidate, or go through them with the arrow keys.";

function render({ model, el }: RenderContext<State>): () => void {
  addStyle(el, style);
  const disposables = new Disposables();
  const figure = element("div", {
    class: "ranking",
    tabindex: "0",
    role: "application",
    "aria-label": "Places before and after the rerank; the arrow keys choose a candidate",
  });
  const note = element("div", { class: "note", "aria-live": "polite" }, help);
  const pictures = new Disposables();
  let addresses: string[] = [];
  let ranking: RankedCandidate[] = [];
  let chosen = -1;

  const draw = oncePerFrame(() => {
    const [k, w1, w2] = [model.get("k"), model.get("w1"), model.get("w2")];
    ranking = rankingOf(model.get("candidates"), { k, w1, w2 });
    const shown = model.get("question");
    figure.innerHTML = rankingSvg(ranking, {
      width: Math.max(320, Math.min(1080, figure.clientWidth || 960)),
      rows: model.get("rows"),
      ink: "currentColor",
      good: "var(--good)",
      chosen,
      ...(shown.direction === "textToImage" && { picture: (index: number) => addresses[index] ?? "" }),
    });
    const one = ranking.find(({ index }) => index === chosen);
    note.textContent = one ? described(one, model) : help;
  });
  const choose = (index: number) => {
    if (index === chosen) return;
    chosen = index;
    draw();
  };
  figure.addEventListener("pointerover", ({ target }) => {
    const group = (target as Element).closest("g[data-index]");
    if (group) choose(Number(group.getAttribute("data-index")));
  });
  figure.addEventListener("pointerleave", () => choose(-1));
  figure.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const rows = Math.min(model.get("rows"), ranking.length);
    const at = ranking.findIndex(({ index }) => index === chosen);
    choose(ranking[at < 0 ? 0 : (at + step + rows) % rows]!.index);
  });

  el.append(
    queryBar(model, disposables),
    asked(model, disposables),
    weightBar(model, disposables),
    figure,
    legend(),
    note,
  );
  disposables.follow(model, ["pictures"], () => {
    pictures.release();
    addresses = model.get("pictures").map((bytes) => (bytes.byteLength > 0 ? pictures.picture(bytes) : ""));
    draw();
  });
  disposables.follow(model, ["candidates"], () => {
    chosen = -1;
    draw();
  });
  disposables.follow(model, ["k", "w1", "w2", "rows"], draw);
  disposables.resized(el, draw);
  return () => {
    pictures.release();
    disposables.release();
  };
}

/** Returns the sentence about a candidate. */
function described(one: RankedCandidate, model: PageModel<State>): string {
  const { direction } = model.get("question");
  const rivals = direction === "imageToText" ? "images" : "texts";
  const total = model.get(rivals);
  const place = `${one.label} · place ${one.before} before, ${one.after} after · score ${one.score.toFixed(3)}`;
  const reverse = `the query is ${one.reverseRank + 1} of the ${total} ${rivals} for it`;
  if (!one.terms) return `${place} · ${reverse} · after the first K`;
  const [p1, p2, p3] = one.terms.parts.map((part) => part.toFixed(3));
  return `${place} · ${p1} + ${p2} + ${p3} = ${one.terms.sum.toFixed(3)} · ${reverse}`;
}

function queryBar(model: PageModel<State>, disposables: Disposables): HTMLElement {
  const count = () => model.get(model.get("direction") === "imageToText" ? "images" : "texts");
  const ask = (query: number) => change(model, "query", (query + count()) % count());
  const button = (text: string, label: string, step: number) => {
    const made = element("button", { type: "button", "aria-label": label, title: label }, text);
    made.addEventListener("click", () => ask(model.get("query") + step));
    return made;
  };
  const number = element("input", {
    class: "number",
    type: "number",
    min: "1",
    step: "1",
    "aria-label": "query",
  });
  number.addEventListener("change", () => {
    const query = Math.round(Number(number.value)) - 1;
    if (Number.isFinite(query)) ask(Math.min(count() - 1, Math.max(0, query)));
  });
  const total = element("span");
  disposables.follow(model, ["query", "direction"], () => {
    number.value = String(model.get("query") + 1);
    number.max = String(count());
    total.textContent = `of ${count()}`;
  });
  const directions = [
    { value: "textToImage" as const, text: "text → images" },
    { value: "imageToText" as const, text: "image → texts" },
  ];
  return element(
    "div",
    { class: "bar" },
    element("strong", {}, model.get("title")),
    choice(model, disposables, "direction", "search", directions),
    element(
      "span",
      { class: "bar", style: "gap:6px;margin:0" },
      element("label", {}, "query", number),
      total,
      button("‹", "Previous query", -1),
      button("›", "Next query", 1),
    ),
  );
}

/** Returns the line with the query. */
function asked(model: PageModel<State>, disposables: Disposables): HTMLElement {
  const line = element("div", { class: "asked", "aria-live": "polite" });
  const pictures = new Disposables();
  disposables.follow(model, ["question", "queryPicture"], () => {
    pictures.release();
    const { direction, text } = model.get("question");
    const bytes = model.get("queryPicture");
    const isImage = direction === "imageToText";
    const picture =
      isImage && bytes.byteLength > 0 ? [element("img", { src: pictures.picture(bytes), alt: text })] : [];
    line.replaceChildren(...picture, element("span", {}, isImage ? text : `“${text}”`));
  });
  return line;
}

function weightBar(model: PageModel<State>, disposables: Disposables): HTMLElement {
  const weight = { most: 3, step: 0.05 };
  return element(
    "div",
    { class: "bar" },
    slider(model, disposables, "k", "K", { least: 1, most: model.get("mostK"), step: 1, digits: 0 }),
    slider(model, disposables, "w1", "w1", weight),
    slider(model, disposables, "w2", "w2", weight),
  );
}

function legend(): HTMLElement {
  const entries = termNames.map((name, i) =>
    element("span", {}, element("i", { style: `background:${termColors[i]}` }), name),
  );
  return element("div", { class: "terms" }, ...entries);
}

export default { render };
