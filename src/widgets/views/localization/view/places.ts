// The best places: numbered squares on the image, and a button for each that goes there.
import type { Camera } from "../../page/camera.js";
import { element } from "../../page/elements.js";
import type { FoundPlace } from "../state.js";

export function placeButton(place: FoundPlace, rank: number, camera: Camera, moved: () => void): HTMLElement {
  const { left, top, size, score } = place;
  const text = `${rank + 1}. x ${left}, y ${top} · ${score.toFixed(3)}`;
  const button = element("button", { type: "button" }, text);
  button.addEventListener("click", () => {
    // The place with as much around it as it is wide, in the image's proportions.
    const width = Math.min(camera.columns, 2 * size);
    const height = (width * camera.rows) / camera.columns;
    camera.show({ x: left + size / 2 - width / 2, y: top + size / 2 - height / 2, width, height });
    moved();
  });
  return button;
}

/** @param at where a pixel of the image is on the canvas */
export function drawPlaces(
  context: CanvasRenderingContext2D,
  places: readonly FoundPlace[],
  at: (left: number, top: number) => [number, number],
): void {
  const ratio = context.canvas.width / context.canvas.clientWidth;
  context.font = `700 ${18 * ratio}px system-ui, sans-serif`;
  for (const [rank, { left, top, size }] of places.entries()) {
    const [x, y] = at(left, top);
    const [right, bottom] = at(left + size, top + size);
    const number = [String(rank + 1), x + 8 * ratio, y + 22 * ratio] as const;
    for (const [color, line] of [
      ["rgb(0 0 0 / 60%)", 5],
      ["#fff", 2],
    ] as const) {
      context.strokeStyle = color;
      context.lineWidth = line * ratio;
      context.strokeRect(x, y, right - x, bottom - y);
    }
    context.strokeStyle = "#000";
    context.lineWidth = 4 * ratio;
    context.strokeText(...number);
    context.fillStyle = "#fff";
    context.fillText(...number);
  }
}
