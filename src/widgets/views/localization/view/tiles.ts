// The best tiles: numbered squares on the image, and a button for each that goes there.
import type { ScoredTile } from "../../../../lib/localization/index.js";
import type { Camera } from "../../page/camera.js";
import { element } from "../../page/elements.js";

/** Returns a button that shows a tile and as much around it as half its side. */
export function tileButton(tile: ScoredTile, rank: number, camera: Camera, moved: () => void): HTMLElement {
  const { left, top, score } = tile;
  const text = `${rank + 1}. x ${left}, y ${top} · ${score.toFixed(3)}`;
  const button = element("button", { type: "button" }, text);
  button.addEventListener("click", () => {
    // In the image's proportions.
    const width = Math.min(camera.columns, 2 * tile.width);
    const height = (width * camera.rows) / camera.columns;
    camera.show({
      x: left + tile.width / 2 - width / 2,
      y: top + tile.height / 2 - height / 2,
      width,
      height,
    });
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
