// The six panels of the paper's Figure 9, three in a row. The report's figure and the view share this layout.
import { type Bar, sixBars } from "../statistics/sixBars.js";

/**
 * Draws each of the six measures at its place.
 * @param draw returns the SVG of one panel, with its upper left corner at 0, 0
 * @param pitch distance between the corners of neighboring panels, across and down
 * @param corner upper left corner of the first panel
 */
export function sixPanels(
  draw: (bar: Bar) => string,
  pitch: readonly [x: number, y: number],
  corner: readonly [x: number, y: number] = [0, 0],
): string[] {
  return sixBars.map((bar, i) => {
    const x = corner[0] + (i % 3) * pitch[0];
    const y = corner[1] + Math.floor(i / 3) * pitch[1];
    return `<g transform="translate(${x} ${y})">${draw(bar)}</g>`;
  });
}
