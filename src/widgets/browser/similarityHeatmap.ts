// The page side of SimilarityHeatmap: the matrix is drawn once into a picture, of which zooming and panning show a part.
import { addStyle, type Bytes, element, floats, type RenderContext, viridis } from "./page.js";

interface State {
  scores: Bytes;
  rows: string[];
  columns: string[];
  low: number;
  high: number;
  selected: number[];
}

function render({ model, el }: RenderContext<State>): void {
  addStyle(el);
  const [rows, columns] = [model.get("rows"), model.get("columns")];
  const scores = floats(model.get("scores"));
  const [low, high] = [model.get("low"), model.get("high")];
  const picture = matrixPicture(scores, rows.length, columns.length, low, high);
  const [width, height] = [
    720,
    Math.round(Math.min(480, Math.max(160, (720 * rows.length) / columns.length))),
  ];
  const canvas = element("canvas", {
    width: String(width),
    height: String(height),
    tabindex: "0",
    role: "img",
    "aria-label": `Similarity of ${rows.length} images (rows) and ${columns.length} captions (columns); + and − zoom, arrows move`,
    style: "max-width:100%;cursor:crosshair;touch-action:none",
  });
  const note = element(
    "div",
    { class: "note", "aria-live": "polite" },
    "Point at a cell; the wheel zooms, dragging moves, a click chooses.",
  );
  // The part of the matrix that is seen, in cells.
  const seen = { x: 0, y: 0, w: columns.length, h: rows.length };
  const draw = () => {
    const context = canvas.getContext("2d")!;
    context.imageSmoothingEnabled = seen.w > width;
    context.clearRect(0, 0, width, height);
    context.drawImage(picture, seen.x, seen.y, seen.w, seen.h, 0, 0, width, height);
  };
  const keepInside = () => {
    seen.w = Math.min(columns.length, Math.max(4, seen.w));
    seen.h = Math.min(rows.length, Math.max(4, seen.h));
    seen.x = Math.min(columns.length - seen.w, Math.max(0, seen.x));
    seen.y = Math.min(rows.length - seen.h, Math.max(0, seen.y));
    draw();
  };
  const zoom = (factor: number, atX = 0.5, atY = 0.5) => {
    seen.x += seen.w * atX * (1 - factor);
    seen.y += seen.h * atY * (1 - factor);
    seen.w *= factor;
    seen.h *= factor;
    keepInside();
  };
  const cellAt = (event: MouseEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    const column = Math.floor(seen.x + ((event.clientX - box.left) / box.width) * seen.w);
    const row = Math.floor(seen.y + ((event.clientY - box.top) / box.height) * seen.h);
    return [Math.min(rows.length - 1, Math.max(0, row)), Math.min(columns.length - 1, Math.max(0, column))];
  };
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    zoom(
      event.deltaY > 0 ? 1.2 : 1 / 1.2,
      (event.clientX - box.left) / box.width,
      (event.clientY - box.top) / box.height,
    );
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.buttons === 1) {
      const box = canvas.getBoundingClientRect();
      seen.x -= (event.movementX / box.width) * seen.w;
      seen.y -= (event.movementY / box.height) * seen.h;
      keepInside();
    }
    const [row, column] = cellAt(event);
    note.textContent = `${rows[row]} · “${columns[column]}” · ${scores[row * columns.length + column]!.toFixed(3)}`;
  });
  canvas.addEventListener("click", (event) => {
    model.set("selected", cellAt(event));
    model.save_changes();
  });
  canvas.addEventListener("keydown", (event) => {
    const step = 0.1;
    if (event.key === "+" || event.key === "=") zoom(1 / 1.2);
    else if (event.key === "-") zoom(1.2);
    else if (event.key === "ArrowLeft") seen.x -= seen.w * step;
    else if (event.key === "ArrowRight") seen.x += seen.w * step;
    else if (event.key === "ArrowUp") seen.y -= seen.h * step;
    else if (event.key === "ArrowDown") seen.y += seen.h * step;
    else return;
    event.preventDefault();
    event.stopPropagation();
    keepInside();
  });
  el.append(canvas, note, colourBar(low, high));
  draw();
}

function matrixPicture(
  scores: Float32Array,
  rows: number,
  columns: number,
  low: number,
  high: number,
): HTMLCanvasElement {
  const picture = element("canvas", { width: String(columns), height: String(rows) });
  const pixels = new ImageData(columns, rows);
  const range = high - low || 1;
  for (const [k, score] of scores.entries()) pixels.data.set([...viridis((score - low) / range), 255], k * 4);
  picture.getContext("2d")!.putImageData(pixels, 0, 0);
  return picture;
}

function colourBar(low: number, high: number): HTMLElement {
  const stops = Array.from({ length: 9 }, (_, i) => `rgb(${viridis(i / 8).join(",")})`);
  const bar = element("div", {
    style: `width:240px;height:12px;background:linear-gradient(to right,${stops.join(",")})`,
  });
  return element("div", { class: "row note" }, low.toFixed(2), bar, high.toFixed(2));
}

export default { render };
