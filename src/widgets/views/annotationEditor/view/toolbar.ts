// Buttons of the editor: image, drawing, undo and redo, zoom, and saving.
import type { Bytes, Disposables, PageModel } from "../../../core/pageModel.js";
import { cameraButtons } from "../../page/cameraControls.js";
import { element, slider } from "../../page/elements.js";
import type { AnnotationEditorState } from "../state.js";
import type { ImageStage } from "./imageStage.js";
import type { Session } from "./session.js";

type Model = PageModel<AnnotationEditorState<Bytes>>;

/** Time that the kernel has to answer that it saved, in ms. */
const patience = 5000;

/** Returns the buttons that change regions, and a function that shows which of them are possible. */
export function drawingBar(
  session: Session,
  stage: () => ImageStage,
): { readonly root: HTMLElement; readonly show: () => void } {
  const button = (text: string, title: string, act: () => void) => {
    const made = element("button", { type: "button", title }, text);
    made.addEventListener("click", () => {
      act();
      stage().root.querySelector("canvas")!.focus({ preventScroll: true });
    });
    return made;
  };
  const draw = button("Draw a region", "Key N", () => (session.draft ? session.cancel() : session.draw()));
  const close = button("Close the region", "Key Enter", () => session.close());
  const remove = button("Delete", "The selected corner or region; key Delete", () =>
    session.deleteSelected(),
  );
  const undo = button("Undo", "Ctrl Z", () => session.undo());
  const redo = button("Redo", "Ctrl Shift Z", () => session.redo());
  const zoom = element("span");
  const show = () => {
    draw.textContent = session.draft ? "Cancel drawing" : "Draw a region";
    draw.setAttribute("aria-pressed", String(session.draft !== undefined));
    close.hidden = session.draft === undefined;
    remove.disabled = session.selection.region < 0;
    undo.disabled = !session.canUndo;
    redo.disabled = !session.canRedo;
    zoom.replaceChildren(cameraButtons(stage().viewport, () => stage().moved()));
  };
  return { root: element("div", { class: "bar" }, draw, close, remove, undo, redo, zoom), show };
}

/** Returns the row with the image, the map's opacity and saving. */
export function fileBar(
  model: Model,
  disposables: Disposables,
  session: Session,
): { readonly root: HTMLElement; readonly save: () => void } {
  const names = model.get("images");
  const menu = element(
    "select",
    { "aria-label": "image" },
    ...names.map((name, i) => element("option", { value: String(i) }, name)),
  );
  menu.addEventListener("change", () => {
    model.send({ event: "open", image: Number(menu.value) });
    menu.value = String(model.get("image"));
  });
  disposables.follow(model, ["image"], () => {
    menu.value = String(model.get("image"));
  });
  const save = element(
    "button",
    { type: "button", class: "save", title: "Ctrl S" },
    `Save ${model.get("file")}`,
  );
  const result = element("span", { class: "note", role: "status" });
  let waiting = 0;
  const ask = () => {
    // Jupyter may hold changes of traits back, so that this message would overtake the latest ones.
    model.send({ event: "save", items: session.work.items });
    result.textContent = "Saving …";
    clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      result.textContent = "Nothing was saved, because no kernel answers. Run the cell again.";
      result.classList.add("problem");
    }, patience);
  };
  save.addEventListener("click", ask);
  disposables.follow(model, ["saved", "unsaved"], () => {
    clearTimeout(waiting);
    const { text, failed } = model.get("saved");
    const unsaved = model.get("unsaved");
    result.textContent = unsaved && !failed ? "Changes are not saved." : text;
    result.classList.toggle("problem", failed);
  });
  disposables.released(() => clearTimeout(waiting));
  const opacity = slider(model, disposables, "opacity", "map");
  disposables.follow(model, ["scores"], () => {
    opacity.hidden = model.get("scores").byteLength === 0;
  });
  const image = element("label", {}, "image", menu);
  image.hidden = names.length < 2;
  return { root: element("div", { class: "bar" }, image, save, result, opacity), save: ask };
}
