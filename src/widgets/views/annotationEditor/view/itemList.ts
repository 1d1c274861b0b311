// The sentences of the shown image: a list to choose from, and the field of the chosen one.
import { element } from "../../page/elements.js";
import { firstStop, roving } from "../../page/roving.js";
import { counted, type Session } from "./session.js";

/** Returns the list, and a function that shows the session's items. */
export function itemList(
  session: Session,
  imageName: () => string,
): { readonly root: HTMLElement; readonly show: () => void } {
  const list = element("div", { class: "items", role: "group", "aria-label": "Sentences of the image" });
  roving(list, "button");
  const caption = element("input", {
    class: "query",
    type: "text",
    "aria-label": "Sentence of the regions",
    placeholder: "A sentence about the regions …",
  });
  caption.addEventListener("input", () => session.write(caption.value));
  caption.addEventListener("change", () => session.endStep());
  const add = element("button", { type: "button" }, "New sentence");
  add.addEventListener("click", () => {
    session.addItem();
    caption.focus();
  });
  const remove = element("button", { type: "button" }, "Delete sentence");
  remove.addEventListener("click", () => session.deleteItem());
  const elsewhere = element("div", { class: "note" });
  const show = () => {
    const { items, item } = session.work;
    const here = items.flatMap((one, i) => (one.image === imageName() ? [{ one, i }] : []));
    list.replaceChildren(
      ...here.map(({ one, i }) => {
        const text = `${one.caption.trim() || "(no sentence yet)"} · ${counted(one.regions.length, "region")}`;
        const button = element("button", { type: "button", "aria-pressed": String(i === item) }, text);
        button.addEventListener("click", () => session.choose(i));
        return button;
      }),
    );
    firstStop([...list.querySelectorAll("button")]);
    if (document.activeElement !== caption || caption.value.trim() !== session.chosen?.caption.trim())
      caption.value = session.chosen?.caption ?? "";
    remove.disabled = !session.chosen;
    const others = items.length - here.length;
    elsewhere.textContent =
      others > 0
        ? `${counted(others, "sentence")} of other images ${others === 1 ? "is" : "are"} in the file.`
        : "";
    elsewhere.hidden = others === 0;
  };
  return {
    root: element("div", {}, caption, list, element("div", { class: "bar" }, add, remove), elsewhere),
    show,
  };
}
