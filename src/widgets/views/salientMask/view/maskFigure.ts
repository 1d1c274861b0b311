// An image with its mask.

import { element, fitCanvas, oncePerFrame } from "../../page/elements.js";
import { overlayCanvas } from "../../page/overlayCanvas.js";
import type { OverlayLook } from "../../pictures/overlay.js";
import type { StageShape } from "../state.js";

/** Width and height of a figure in CSS pixels. */
const size = 256;

/** Values of a stage and their look. */
export interface ShownStage {
  readonly stage: StageShape;
  readonly values: Float32Array;
  readonly look: OverlayLook;
}

/** A figure in the page. */
export interface MaskFigure {
  readonly figure: HTMLElement;
  /** Draws the current stage. */
  readonly draw: () => void;
}

/**
 * Returns the figure of an image. It shows the value under the pointer, or at the cell that the arrow keys chose.
 * @param shown returns the current stage
 */
export function maskFigure(label: string, pictureUrl: string, shown: () => ShownStage): MaskFigure {
  const canvas = element("canvas", {
    class: "masked",
    tabindex: "0",
    role: "img",
    "aria-label": `${label} with its salient mask`,
  });
  const strip = element("canvas", { class: "channels", role: "img", "aria-label": `Channels of ${label}` });
  const note = element("figcaption", { "aria-live": "polite" }, label);
  const picture = new Image();
  let probe: { column: number; row: number } | undefined;

  const draw = oncePerFrame(() => {
    const { stage, values, look } = shown();
    const onPicture = stage.kind === "places";
    const { context, width, height } = fitCanvas(canvas, size, size);
    context.clearRect(0, 0, width, height);
    if (picture.complete) context.drawImage(picture, 0, 0, width, height);
    strip.hidden = onPicture;
    const map = { values, width: stage.width, height: stage.height };
    if (onPicture) {
      context.imageSmoothingQuality = "high";
      context.drawImage(overlayCanvas(map, look), 0, 0, width, height);
    } else {
      const channels = fitCanvas(strip, size, 40);
      channels.context.imageSmoothingEnabled = false;
      channels.context.drawImage(
        overlayCanvas(map, { ...look, opacity: 1 }),
        0,
        0,
        channels.width,
        channels.height,
      );
    }
    note.textContent = label;
    if (!probe) return;
    const [column, row] = [Math.min(stage.width - 1, probe.column), Math.min(stage.height - 1, probe.row)];
    const value = values[row * stage.width + column]!.toFixed(3);
    note.textContent = onPicture
      ? `${label} · ${value} at row ${row}, column ${column}`
      : `${label} · ${value} in channel ${column}`;
    if (onPicture) markCell(context, stage, column, row);
  });
  const point = (target: HTMLCanvasElement) => (event: PointerEvent) => {
    const { stage } = shown();
    const box = target.getBoundingClientRect();
    const cell = (at: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(at * count)));
    probe = {
      column: cell((event.clientX - box.left) / box.width, stage.width),
      row: cell((event.clientY - box.top) / box.height, stage.height),
    };
    draw();
  };
  for (const target of [canvas, strip]) {
    target.addEventListener("pointermove", point(target));
    target.addEventListener("pointerleave", () => {
      probe = undefined;
      draw();
    });
  }
  canvas.addEventListener("keydown", (event) => {
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const { stage } = shown();
    const at = probe ?? { column: Math.floor(stage.width / 2), row: Math.floor(stage.height / 2) };
    const inside = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
    probe = { column: inside(at.column + move[0], stage.width), row: inside(at.row + move[1], stage.height) };
    draw();
  });
  canvas.addEventListener("blur", () => {
    probe = undefined;
    draw();
  });
  picture.onload = draw;
  picture.src = pictureUrl;
  return { figure: element("figure", { style: `width:${size}px` }, canvas, strip, note), draw };
}

function markCell(
  context: CanvasRenderingContext2D,
  { width, height }: StageShape,
  column: number,
  row: number,
): void {
  const [w, h] = [context.canvas.width / width, context.canvas.height / height];
  for (const [color, line] of [
    ["#000", 5],
    ["#fff", 2],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = line;
    context.strokeRect(column * w, row * h, w, h);
  }
}
