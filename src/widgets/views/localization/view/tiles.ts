// The best tiles: numbered squares on the image, and a button for each that goes there.
import type { ScoredTile } from "../../../../lib/localization/index.js";
import { element } from "../../page/elements.js";
import type { Viewport } from "../../page/image/viewport.js";

/** Returns a button that shows a tile and as much around it as half its side. */
export function tileButton(
  tile: ScoredTile,
  rank: number,
  viewport: Viewport,
  moved: () => void,
): HTMLElement {
  const { left, top, width, height, score } = tile;
  const text = `${rank + 1}. x ${left}, y ${top} · ${score.toFixed(3)}`;
  const button = element("button", { type: "button" }, text);
  button.addEventListener("click", () => {
    viewport.show({ x: left - width / 2, y: top - height / 2, width: 2 * width, height: 2 * height });
    moved();
  });
  return button;
}

/**
 * Outlines the tiles and writes their ranks.
 * @param at returns the canvas position of a pixel of the image
 */
export function drawTiles(
  context: CanvasRenderingContext2D,
  tiles: readonly ScoredTile[],
  at: (left: number, top: number) => [number, number],
): void {
  const ratio = context.canvas.width / context.canvas.clientWidth;
  context.font = `700 ${18 * ratio}px system-ui, sans-serif`;
  for (const [rank, { left, top, width, height }] of tiles.entries()) {
    const [x, y] = at(left, top);
    const [right, bottom] = at(left + width, top + height);
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
