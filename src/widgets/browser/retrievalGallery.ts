// The page side of RetrievalGallery.
import { addStyle, type Bytes, element, pictureUrl, type RenderContext } from "./page.js";

interface State {
  labels: string[];
  pictures: Bytes[];
  query: string;
  answered: string;
  results: { picture: number; score: number }[];
  message: string;
}

/** How long typing may pause before the query is sent, in ms. */
const pause = 120;

function render({ model, el }: RenderContext<State>): void {
  addStyle(el);
  const urls = model.get("pictures").map(pictureUrl);
  const box = element("input", {
    type: "text",
    "aria-label": "Search for",
    placeholder: "Describe a scene …",
    style: "width:min(640px,90%)",
  });
  box.value = model.get("query");
  let timer = 0;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      model.set("query", box.value);
      model.save_changes();
    }, pause);
  });
  // JupyterLab's shortcuts are not meant while one types.
  box.addEventListener("keydown", (event) => event.stopPropagation());
  const message = element("div", { class: "note", "aria-live": "polite" });
  const row = element("div", { class: "row", role: "list" });
  const show = () => {
    const [labels, count] = [model.get("labels"), model.get("results").length];
    message.textContent =
      model.get("message") || (count ? `The ${count} best for “${model.get("answered")}”` : "");
    row.replaceChildren(
      ...model.get("results").map(({ picture, score }, rank) => {
        const image = element("img", {
          src: urls[picture]!,
          alt: labels[picture]!,
          width: "148",
          height: "148",
        });
        return element(
          "figure",
          { role: "listitem" },
          image,
          element("figcaption", {}, `${rank + 1}. ${labels[picture]} · ${score.toFixed(3)}`),
        );
      }),
    );
  };
  model.on("change:answered", show);
  model.on("change:results", show);
  model.on("change:message", show);
  el.append(box, message, row);
  show();
}

export default { render };
