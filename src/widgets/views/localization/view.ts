// Page side of LocalizationViewer: the image with score maps over it, zoomed and panned, and buttons that go to the best
// tiles.
import { type ColorMapName, colorMapNames } from "../../../lib/base/drawing/colorMaps.js";
import { type Bytes, change, Disposables, type PageModel, type RenderContext } from "../../core/pageModel.js";
import { cameraButtons } from "../page/cameraControls.js";
import { addStyle, choice, colorBar, element, oncePerFrame, slider } from "../page/elements.js";
import { shapeLegend } from "../page/image/drawShapes.js";
import imageStyle from "../page/image/image.css";
import { controlImage, viewportKey } from "../page/image/imageControls.js";
import { TileLayer } from "../page/image/tileLayer.js";
import { Viewport } from "../page/image/viewport.js";
import { queryBox } from "../page/queryBox.js";
import { firstStop, roving } from "../page/roving.js";
import { savedRegion } from "../page/savedRegion.js";
import { noShapes } from "../pictures/shapes.js";
import type { LocalizationState } from "./state.js";
import { latestAnswer, scoreAt, scoreOverlay, shownAnswers } from "./view/answers.js";
import { answerPanel, type Panel } from "./view/panel.js";
import { sentences } from "./view/sentences.js";
import { status } from "./view/status.js";
import { tileButton } from "./view/tiles.js";
import style from "./view.css";

type State = LocalizationState<Bytes>;

const help =
  "Dragging moves, Ctrl and the wheel zoom, after a click the wheel alone. Point to read the score. Keys: arrows, + − 0.";
const scrolled = "The wheel scrolls the page. Hold Ctrl, or click the image first, to zoom.";
/** Least width of a panel in px, and the gap between panels. */
const [leastPanel, gap] = [340, 14];

function render({ model, el }: RenderContext<State>): () => void {
  addStyle(el, imageStyle + style);
  const disposables = new Disposables();
  const image = { width: model.get("imageWidth"), height: model.get("imageHeight") };
  const viewport = new Viewport(image.width, image.height);
  const note = element("div", { class: "note", "aria-live": "polite" }, help);
  const panels: Panel[] = [];
  const row = element("div", { class: "panels" });
  const draw = oncePerFrame(() => {
    const available = row.clientWidth || 720;
    const across = Math.max(1, Math.min(panels.length, Math.floor((available + gap) / (leastPanel + gap))));
    row.style.gridTemplateColumns = `repeat(${across}, minmax(0, 1fr))`;
    for (const panel of panels) panel.draw((available - gap * (across - 1)) / across);
    if (pixels.problem) note.textContent = pixels.problem;
  });
  const pixels = new TileLayer(model, disposables, 0, image, model.get("picture"), draw);
  const save = savedRegion(model, viewport);
  const moved = () => {
    draw();
    save();
  };
  const added = () => {
    const panel = answerPanel(model.get("label"), viewport, pixels, () => model.get("shapes"));
    controlPanel(panel, model, viewport, note, moved);
    panels.push(panel);
    row.append(panel.figure);
  };

  const tiles = element("div", { class: "row tiles", role: "group", "aria-label": "Best tiles" });
  roving(tiles, "button");
  el.append(
    queryBox(model, disposables, "Find in the image", "Describe a place in the image …"),
    status(model, disposables),
    sentences(model, disposables),
    toolbar(model, disposables, viewport, moved),
    row,
    note,
    tiles,
  );
  const overlaid = ["opacity", "threshold", "colorMap"] as const;
  disposables.follow(
    model,
    ["found", "scores", "query", "kept", "keptScores", "compare", ...overlaid],
    () => {
      const answers = shownAnswers(model);
      while (panels.length < answers.length) added();
      for (const { figure } of panels.splice(answers.length)) figure.remove();
      for (const [i, answer] of answers.entries()) panels[i]!.show(answer, scoreOverlay(model, answer));
      row.classList.toggle("several", panels.length > 1);
      draw();
    },
  );
  disposables.follow(model, ["found", "query", "kept"], () => {
    const { best } = latestAnswer(model).found;
    tiles.replaceChildren(...best.map((tile, rank) => tileButton(tile, rank, viewport, moved)));
    firstStop([...tiles.querySelectorAll("button")]);
  });
  disposables.follow(model, ["region"], () => {
    const [x, y, width, height] = model.get("region") as [number, number, number, number];
    viewport.show(x === undefined ? viewport.whole : { x, y, width, height });
    draw();
  });
  disposables.follow(model, ["shapes"], draw);
  disposables.resized(el, draw);
  return () => disposables.release();
}

/** Connects a panel with the viewport that all panels share. */
function controlPanel(
  panel: Panel,
  model: PageModel<State>,
  viewport: Viewport,
  note: HTMLElement,
  moved: () => void,
): void {
  const { canvas } = panel;
  controlImage(canvas, viewport, {
    moved,
    pointed: (at) => {
      const cell = at && { column: Math.floor(at.x), row: Math.floor(at.y) };
      const isInside =
        cell &&
        cell.column >= 0 &&
        cell.row >= 0 &&
        cell.column < viewport.columns &&
        cell.row < viewport.rows;
      note.textContent = isInside ? scoreAt(model, panel.answer(), cell) : help;
    },
    scrolled: () => {
      note.textContent = scrolled;
    },
  });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !viewportKey(viewport, event.key)) return;
    event.preventDefault();
    note.textContent = `middle: ${scoreAt(model, panel.answer(), viewport.cellAt(0.5, 0.5))}`;
    moved();
  });
}

function toolbar(
  model: PageModel<State>,
  disposables: Disposables,
  viewport: Viewport,
  moved: () => void,
): HTMLElement {
  const colorMaps = colorMapNames.map((value: ColorMapName) => ({ value, text: value }));
  const scale = element("span");
  disposables.follow(model, ["colorMap"], () =>
    scale.replaceChildren(colorBar(model.get("colorMap"), "0", "1")),
  );
  return element(
    "div",
    { class: "bar" },
    slider(model, disposables, "opacity", "opacity"),
    slider(model, disposables, "threshold", "threshold"),
    choice(model, disposables, "colorMap", "colors", colorMaps),
    cameraButtons(viewport, moved),
    scale,
    ...(model.get("annotations").length > 0 ? annotationControls(model, disposables) : []),
  );
}

function annotationControls(model: PageModel<State>, disposables: Disposables): HTMLElement[] {
  const options = [{ value: -1, text: "none" }].concat(
    model.get("annotations").map((text, value) => ({ value, text: `${value + 1}. ${text}` })),
  );
  const menu = choice(model, disposables, "annotation", "annotation", options);
  menu.querySelector("select")!.addEventListener("change", () => {
    const sentence = model.get("annotations")[model.get("annotation")];
    if (sentence !== undefined) change(model, "query", sentence);
  });
  const box = element("input", { type: "checkbox" });
  box.addEventListener("change", () => change(model, "shapes", box.checked));
  const legend = element("span");
  disposables.follow(model, ["shapes"], () => {
    box.checked = model.get("shapes");
  });
  disposables.follow(model, ["found", "shapes", "compare", "kept", "query"], () => {
    const shapes = shownAnswers(model).map(({ found }) => found.judgement ?? noShapes);
    legend.replaceChildren(...(model.get("shapes") ? [shapeLegend(shapes)] : []));
  });
  return [menu, element("label", {}, box, "regions and centers"), legend];
}

export default { render };
