// The paper's Figure 9 as a picture: six panels with one bar for each data set. A dashed line marks the paper's figure.
import { svgRectangle } from "../../base/drawing/svg.js";
import { truncate } from "../../base/messages/truncate.js";
import type { DatasetStatistics } from "../statistics/datasetStatistics.js";
import { type Bar, paperFiguresOf } from "../statistics/sixBars.js";
import { sixPanels } from "./sixPanels.js";
import { ink, paleInk, svg, svgToPng, text } from "./svg.js";

const [panelHeight, barsHeight, top, gap] = [250, 150, 60, 40];
const colors = ["#3b6ea5", "#c96f4a", "#5f9e6e", "#8d6bb0", "#c4a13a", "#4aa3b8"];

/**
 * Draws statistics as the paper's Figure 9.
 *
 * @returns an SVG document
 * @example
 * const svg = sixBarsSvg(await datasetStatistics([dataset]));
 */
export function sixBarsSvg(statistics: readonly DatasetStatistics[]): string {
  const panelWidth = Math.max(280, statistics.length * 74);
  const parts = sixPanels(
    (bar) => panel(bar, statistics, panelWidth),
    [panelWidth + gap, panelHeight + gap],
    [gap, gap],
  );
  const [width, height] = [4 * gap + 3 * panelWidth, 3 * gap + 2 * panelHeight];
  const anyPaper = statistics.some(({ name }) => paperFiguresOf(name));
  const legend = anyPaper ? [text(gap, height - 14, "Dashed: the paper's Figure 9", { color: paleInk })] : [];
  return svg(width, height, [...parts, ...legend]);
}

/**
 * Draws statistics as the paper's Figure 9.
 *
 * @returns the bytes of a PNG file
 * @example
 * const png = await sixBarsPng(await datasetStatistics([dataset]));
 */
export function sixBarsPng(statistics: readonly DatasetStatistics[]): Promise<Buffer> {
  return svgToPng(sixBarsSvg(statistics));
}

function panel({ key, title, digits }: Bar, statistics: readonly DatasetStatistics[], width: number): string {
  const paper = statistics.map(({ name }) => paperFiguresOf(name)?.[key]);
  const highest = Math.max(...statistics.map((one) => one[key]), ...paper.map((value) => value ?? 0)) || 1;
  const heightOf = (value: number) => (barsHeight * value) / highest;
  const slot = width / statistics.length;
  const bars = statistics.map((one, i) => {
    const [middle, barWidth] = [slot * (i + 0.5), Math.min(64, slot * 0.62)];
    const bar = heightOf(one[key]);
    const left = middle - barWidth / 2;
    const published = paper[i];
    const line = published === undefined ? 0 : top + barsHeight - heightOf(published);
    return [
      svgRectangle(left, top + barsHeight - bar, barWidth, bar, `fill="${colors[i % colors.length]}"`),
      published === undefined
        ? ""
        : `<line x1="${left - 6}" x2="${left + barWidth + 6}" y1="${line}" y2="${line}" stroke="${ink}" stroke-width="1.5" stroke-dasharray="4 3"/>`,
      text(middle, top + barsHeight - bar - 8, one[key].toFixed(digits), { anchor: "middle", size: 12 }),
      text(middle, top + barsHeight + 18, truncate(one.name, 12), {
        anchor: "middle",
        size: 12,
        color: paleInk,
      }),
    ].join("");
  });
  const axis = svgRectangle(0, top + barsHeight, width, 1, `fill="${ink}"`);
  return text(0, 20, title, { size: 15, weight: "bold" }) + bars.join("") + axis;
}
