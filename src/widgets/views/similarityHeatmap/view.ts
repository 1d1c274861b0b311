// Page side of SimilarityHeatmap: pointer, wheel and keys move over the matrix. Each frame draws the visible part.
import { colorMapNames } from "../../../lib/base/drawing/colorMaps.js";
import {
  type Bytes,
  change,
  Disposables,
  type PageModel,
  type RenderContext,
  words16,
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
} from "../page/elements.js";
import { savedRegion } from "../page/savedRegion.js";
import type { SimilarityHeatmapState } from "./state.js";
import { Matrix } from "./view/matrix.js";
import { drawMarks } from "./view/overlay.js";
import { colorTable, paintRegion } from "./view/paintRegion.js";
import { pairCard } from "./view/pairCard.js";
import style from "./view.css";

type State = SimilarityHeatmapState<Bytes>;
type Place = { row: number; column: number };

const help =
  "Point at a cell; the wheel zooms, dragging moves, a click opens the pair. Keys: arrows, + − 0, Enter.";

function render({ model, el }: RenderContext<State>): () => void {
  addStyle(el, style);
  const disposables = new Disposables();
  const [rows, columns] = [model.get("rows"), model.get("columns")];
  const camera = new Camera(columns.length, rows.length);
  const canvas = element("canvas", {
    class: "matrix",
    tabindex: "0",
    role: "application",
    "aria-roledescription": "heat map",
    "aria-label": `Similarity of ${rows.length} images (rows) and ${columns.length} captions (columns)`,
  });
  const note = element("div", { class: "note", "aria-live": "polite" }, help);
  let matrix = matrixOf(model);
  let colors = colorTable(model.get("colorMap"));
  let cursor: Place | undefined;

  const draw = oncePerFrame(() => {
    const width = note.clientWidth || 720;
    const height = Math.min(heightInView(620), Math.max(220, (width * rows.length) / columns.length));
    const { context, ...size } = fitCanvas(canvas, width, height);
    const frame = context.createImageData(size.width, size.height);
    paintRegion(
      new Uint32Array(frame.data.buffer),
      size.width,
      size.height,
      matrix.pyramid,
      camera.region,
      colors,
    );
    context.putImageData(frame, 0, 0);
    const [row, column] = model.get("selected");
    const selected = row === undefined || column === undefined ? undefined : matrix.of(row, column).place;
    drawMarks(context, { matrix, region: camera.region, owners: model.get("owners"), cursor, selected });
  });
  const save = savedRegion(model, camera);
  const moved = () => {
    draw();
    save();
  };
  const point = (place: Place) => {
    cursor = place;
    const cell = matrix.at(place);
    const mark = matrix.owns(cell) ? " ✓ own caption" : "";
    note.textContent = `${rows[cell.row]} · “${columns[cell.column]}” · ${cell.score.toFixed(3)}${mark}`;
    draw();
  };
  const open = (place: Place) => {
    const { row, column } = matrix.at(place);
    change(model, "selected", [row, column]);
  };
  controlCamera(canvas, camera, {
    moved,
    pointed: (u, v) => point(camera.cellAt(u, v)),
    clicked: (u, v) => open(camera.cellAt(u, v)),
  });
  canvas.addEventListener("keydown", (event) => {
    if (!heatmapKey(event, camera, cursor, { point, open, moved })) return;
    event.preventDefault();
  });

  const scale = element("span");
  el.append(
    toolbar(model, disposables, camera, moved, scale),
    canvas,
    note,
    pairCard(model, disposables, () => matrix),
  );
  disposables.follow(model, ["order", "layer"], () => {
    matrix = matrixOf(model);
    cursor = undefined;
    draw();
  });
  disposables.follow(model, ["colorMap", "layer"], () => {
    colors = colorTable(model.get("colorMap"));
    const { low, high } = model.get("layers")[model.get("layer")]!;
    scale.replaceChildren(colorBar(model.get("colorMap"), low.toFixed(2), high.toFixed(2)));
    draw();
  });
  disposables.follow(model, ["region"], () => {
    const [x, y, width, height] = model.get("region") as [number, number, number, number];
    camera.show(x === undefined ? camera.whole : { x, y, width, height });
    draw();
  });
  disposables.follow(model, ["selected"], draw);
  disposables.resized(el, draw);
  return () => disposables.release();
}

function matrixOf(model: PageModel<State>): Matrix {
  const names = [
    "layers",
    "layer",
    "rows",
    "columns",
    "rowClasses",
    "columnClasses",
    "owners",
    "order",
  ] as const;
  const state = Object.fromEntries(names.map((name) => [name, model.get(name)])) as Pick<
    State,
    (typeof names)[number]
  >;
  return new Matrix(state, words16(model.get("codes")[state.layer]!));
}

function toolbar(
  model: PageModel<State>,
  disposables: Disposables,
  camera: Camera,
  moved: () => void,
  scale: HTMLElement,
): HTMLElement {
  const layers = model.get("layers").map(({ name }, value) => ({ value, text: name }));
  const orders = [
    { value: "given" as const, text: "as given" },
    { value: "class" as const, text: "by class" },
  ];
  const colorMaps = colorMapNames.map((value) => ({ value, text: value }));
  return element(
    "div",
    { class: "bar" },
    element("strong", {}, model.get("title")),
    ...(layers.length > 1 ? [choice(model, disposables, "layer", "measure", layers)] : []),
    ...(model.get("rowClasses").length > 0 ? [choice(model, disposables, "order", "order", orders)] : []),
    choice(model, disposables, "colorMap", "colors", colorMaps),
    cameraButtons(camera, moved),
    scale,
  );
}

/**
 * Handles a key: arrows move the cursor by a cell, or by several if cells are tiny, Enter opens a pair, and the camera's
 * keys zoom.
 * @returns true for one of these keys
 */
function heatmapKey(
  event: KeyboardEvent,
  camera: Camera,
  cursor: Place | undefined,
  { point, open, moved }: { point: (place: Place) => void; open: (place: Place) => void; moved: () => void },
): boolean {
  const { x, y, width, height } = camera.region;
  const at = cursor ?? camera.cellAt(0.5, 0.5);
  if (event.key === "Enter" || event.key === " ") {
    open(at);
    return true;
  }
  if (cameraKey(camera, event.key, (at.column + 0.5 - x) / width, (at.row + 0.5 - y) / height)) {
    moved();
    return true;
  }
  const directions: Record<string, [number, number]> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  const direction = directions[event.key];
  if (!direction) return false;
  const [across, down] = [Math.max(1, Math.round(width / 200)), Math.max(1, Math.round(height / 100))];
  const inside = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  const place = {
    column: inside(at.column + direction[0] * across, camera.columns),
    row: inside(at.row + direction[1] * down, camera.rows),
  };
  camera.reveal(place.column, place.row);
  point(place);
  moved();
  return true;
}

export default { render };
