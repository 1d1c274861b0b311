// Page side of LocalizationViewer: the image with the score map over it, zoomed and panned, and buttons that go to the
// best tiles.

import { colorMapNames } from "../../../lib/base/drawing/colorMaps.js";
import {
  type Bytes,
  change,
  Disposables,
  floats,
  type PageModel,
  type RenderContext,
} from "../../core/pageModel.js";
import { Camera } from "../page/camera.js";
import { cameraButtons, cameraKey, controlCamera } from "../page/cameraControls.js";
import {
  addStyle,
  choice,
  colorBar,
  element,
  fitCanvas,
  heightInView,
  oncePerFrame,
  slider,
} from "../page/elements.js";
import { overlayCanvas } from "../page/overlayCanvas.js";
import { queryBox } from "../page/queryBox.js";
import { roving } from "../page/roving.js";
import type { LocalizationState } from "./state.js";
import { drawTiles, tileButton } from "./view/tiles.js";
import style from "./view.css";

type State = LocalizationState<Bytes>;

const help = "The wheel zooms, dragging moves; point to read the score. Keys: arrows, + − 0.";
/** The visible part is saved when it has not moved for this long, in ms. */
const rest = 300;
const pans: Record<string, [number, number]> = {
  ArrowLeft: [-0.15, 0],
  ArrowRight: [0.15, 0],
  ArrowUp: [0, -0.15],
  ArrowDown: [0, 0.15],
};

function render({ model, el }: RenderContext<State>): () => void {
  addStyle(el, style);
  const disposables = new Disposables();
  const [imageWidth, imageHeight] = [model.get("imageWidth"), model.get("imageHeight")];
  const camera = new Camera(imageWidth, imageHeight, Math.min(64, imageWidth, imageHeight));
  const canvas = element("canvas", {
    class: "image",
    tabindex: "0",
    role: "application",
    "aria-roledescription": "image with score map",
  });
  const message = element("div", { class: "note", "aria-live": "polite" });
  const note = element("div", { class: "note", "aria-live": "polite" }, help);
  const picture = new Image();
  let overlay: HTMLCanvasElement | undefined;

  const draw = oncePerFrame(() => {
    const scale = Math.min((note.clientWidth || 720) / imageWidth, heightInView(680) / imageHeight);
    const { context, ...size } = fitCanvas(canvas, imageWidth * scale, imageHeight * scale);
    const { x, y, width, height } = camera.region;
    context.clearRect(0, 0, size.width, size.height);
    context.imageSmoothingQuality = "high";
    const layer = (source: CanvasImageSource, columns: number, rows: number) => {
      const [sx, sy] = [columns / imageWidth, rows / imageHeight];
      context.drawImage(source, x * sx, y * sy, width * sx, height * sy, 0, 0, size.width, size.height);
    };
    if (picture.naturalWidth > 0) layer(picture, picture.naturalWidth, picture.naturalHeight);
    if (overlay) layer(overlay, overlay.width, overlay.height);
    drawTiles(context, model.get("found").best, (left, top) => [
      ((left - x) / width) * size.width,
      ((top - y) / height) * size.height,
    ]);
  });
  let resting = 0;
  const moved = () => {
    draw();
    clearTimeout(resting);
    const { x, y, width, height } = camera.region;
    resting = window.setTimeout(() => change(model, "region", [x, y, width, height]), rest);
  };
  controlCamera(canvas, camera, {
    moved,
    pointed: (u, v) => {
      note.textContent = scoreAt(model, camera.cellAt(u, v));
    },
  });
  canvas.addEventListener("pointerleave", () => {
    note.textContent = help;
  });
  canvas.addEventListener("keydown", (event) => {
    const pan = pans[event.key];
    if (pan) camera.pan(...pan);
    else if (!cameraKey(camera, event.key)) return;
    event.preventDefault();
    note.textContent = `middle: ${scoreAt(model, camera.cellAt(0.5, 0.5))}`;
    moved();
  });

  const tiles = element("div", { class: "row tiles", role: "group", "aria-label": "Best tiles" });
  roving(tiles, "button");
  const box = queryBox(model, disposables, "Find in the image", "Describe a place in the image …");
  el.append(box, message, toolbar(model, disposables, camera, moved), canvas, note, tiles);
  disposables.follow(model, ["found", "scores", "opacity", "threshold", "colorMap"], () => {
    overlay = scoreOverlay(model);
    draw();
  });
  disposables.follow(model, ["found"], () => {
    const { query, best, message: problem } = model.get("found");
    message.classList.toggle("problem", problem !== "");
    message.textContent = problem || (query ? `Where “${query}” is` : "");
    canvas.setAttribute(
      "aria-label",
      `${model.get("label")}${query ? `, with the score map of “${query}”` : ""}`,
    );
    tiles.replaceChildren(...best.map((tile, rank) => tileButton(tile, rank, camera, moved)));
  });
  disposables.follow(model, ["region"], () => {
    const [x, y, width, height] = model.get("region") as [number, number, number, number];
    camera.show(x === undefined ? camera.whole : { x, y, width, height });
    draw();
  });
  disposables.resized(el, draw);
  picture.onload = draw;
  picture.src = disposables.picture(model.get("picture"));
  return () => disposables.release();
}

function toolbar(
  model: PageModel<State>,
  disposables: Disposables,
  camera: Camera,
  moved: () => void,
): HTMLElement {
  const colorMaps = colorMapNames.map((value) => ({ value, text: value }));
  const scale = element("span");
  disposables.follow(model, ["colorMap"], () =>
    scale.replaceChildren(colorBar(model.get("colorMap"), "0", "1")),
  );
  return element(
    "div",
    { class: "bar", style: "margin-top:8px" },
    slider(model, disposables, "opacity", "opacity"),
    slider(model, disposables, "threshold", "threshold"),
    choice(model, disposables, "colorMap", "colors", colorMaps),
    cameraButtons(camera, moved),
    scale,
  );
}

/** Returns the score map as a canvas; undefined while scores and answer do not belong together. */
function scoreOverlay(model: PageModel<State>): HTMLCanvasElement | undefined {
  const { width, height } = model.get("found");
  const values = floats(model.get("scores"));
  if (values.length === 0 || values.length !== width * height) return undefined;
  const [opacity, threshold] = [model.get("opacity"), model.get("threshold")];
  return overlayCanvas({ values, width, height }, { opacity, threshold, colorMap: model.get("colorMap") });
}

function scoreAt(model: PageModel<State>, { column, row }: { column: number; row: number }): string {
  const { width, height } = model.get("found");
  const values = floats(model.get("scores"));
  if (values.length === 0) return `x ${column}, y ${row}`;
  const x = Math.floor((column / model.get("imageWidth")) * width);
  const y = Math.floor((row / model.get("imageHeight")) * height);
  return `x ${column}, y ${row} · score ${values[y * width + x]!.toFixed(3)}`;
}

export default { render };
