// Page side of AnnotationEditor: an image, sentences about it, and the polygons of their regions, drawn by mouse and by
// keyboard.
import { type Bytes, Disposables, type RenderContext } from "../../core/pageModel.js";
import { addStyle, element } from "../page/elements.js";
import { shapeLegend } from "../page/image/drawShapes.js";
import imageStyle from "../page/image/image.css";
import { numbersTable } from "../page/image/numbersTable.js";
import type { AnnotationEditorState } from "./state.js";
import { type ImageStage, imageStage } from "./view/imageStage.js";
import { itemList } from "./view/itemList.js";
import { regionList } from "./view/regionList.js";
import { Session } from "./view/session.js";
import { drawingBar, fileBar } from "./view/toolbar.js";
import style from "./view.css";

type State = AnnotationEditorState<Bytes>;

const help =
  "N draws. Click a corner or drag it; drag the middle of an edge to insert one; Shift and dragging moves a region. Keys: C and R select the next corner and region, arrows move it, I inserts, Delete deletes, Escape goes back.";

function render({ model, el }: RenderContext<State>): () => void {
  addStyle(el, imageStyle + style);
  const disposables = new Disposables();
  const note = element("div", { class: "note", "aria-live": "polite" }, help);
  const said = (text: string) => {
    note.textContent = text;
  };
  const image = () => ({
    name: model.get("images")[model.get("image")] ?? "",
    width: model.get("imageWidth"),
    height: model.get("imageHeight"),
  });
  let stage: ImageStage | undefined;
  const session = new Session({ items: model.get("items"), item: model.get("item") }, image, {
    changed: ({ items, item }) => {
      model.set("items", items);
      model.set("item", item);
      model.save_changes();
    },
    shown: () => show(),
    said,
  });
  const place = element("div");
  const file = fileBar(model, disposables, session);
  const items = itemList(session, () => image().name);
  const bar = drawingBar(session, () => stage!);
  const regions = regionList(session, image);
  const numbers = element("div", { class: "judged" });
  const show = () => {
    items.show();
    bar.show();
    regions.show();
    stage?.draw();
  };
  disposables.follow(model, ["image", "picture", "imageWidth", "imageHeight"], () => {
    stage?.release();
    stage = imageStage(model, session, said);
    place.replaceChildren(stage.root);
    show();
  });
  disposables.follow(model, ["items", "item"], () =>
    session.receive({ items: model.get("items"), item: model.get("item") }),
  );
  disposables.follow(model, ["judgement", "problem"], () => {
    const judgement = model.get("judgement");
    numbers.classList.toggle("problem", !judgement);
    numbers.replaceChildren(
      ...(judgement ? [numbersTable(judgement), shapeLegend([judgement])] : [model.get("problem")]),
    );
  });
  el.addEventListener("keydown", (event) => commandKey(event, session, file.save));
  el.append(file.root, items.root, bar.root, place, note, numbers, regions.root);
  disposables.resized(el, () => stage?.draw());
  disposables.released(() => stage?.release());
  return () => disposables.release();
}

/** Undoes by Ctrl Z, repeats by Ctrl Shift Z or Ctrl Y, and saves by Ctrl S. */
function commandKey(event: KeyboardEvent, session: Session, save: () => void): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  // A text field has a history of its own.
  const isText = event.target instanceof HTMLInputElement;
  if (key === "s") save();
  else if (isText) return;
  else if (key === "z" && !event.shiftKey) session.undo();
  else if (key === "y" || key === "z") session.redo();
  else return;
  event.preventDefault();
}

export default { render };
