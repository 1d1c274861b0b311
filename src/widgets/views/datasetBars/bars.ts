// Figure 9 of the paper as SVG: six small bar charts, with one bar for each data set. The page shows it, and the
// kernel stores it as the fallback. Its colors follow the theme and have defaults for places without one.
import { escapeXml } from "../../../lib/base/drawing/escape.js";
import { svgRectangle, svgText } from "../../../lib/base/drawing/svg.js";
import { truncate } from "../../../lib/base/messages/truncate.js";
import { sixPanels } from "../../../lib/reports/figures/sixPanels.js";
import { type Bar, sixBars } from "../../../lib/reports/statistics/sixBars.js";
import type { BarStatistics } from "./state.js";

/** Okabe and Ito's colors, which people with any kind of color vision can distinguish. */
const colors = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"];
const ink = "var(--jp-ui-font-color1, #1f1f1f)";
const [panel, line, head] = [{ width: 330, gap: 16 }, 34, 34];

/**
 * Draws the bars of some data sets.
 * @param chosen name of the data set that is highlighted: the others fade; the empty string highlights none
 */
export function barsSvg(datasets: readonly BarStatistics[], chosen = ""): string {
  const height = head + datasets.length * line + 20;
  const [width, all] = [3 * panel.width + 2 * panel.gap, 2 * height];
  const label = sixBars
    .map(
      ({ key, title, digits }) =>
        `${title}: ${datasets.map((one) => `${one.name} ${one[key].toFixed(digits)}`).join(", ")}`,
    )
    .join("; ");
  const panels = sixPanels((bar) => bars(datasets, bar, chosen), [panel.width + panel.gap, height]);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${all}" role="img" aria-label="${escapeXml(label)}" font-family="system-ui, sans-serif" font-size="17">${panels.join("")}</svg>`;
}

function bars(datasets: readonly BarStatistics[], { key, title, digits }: Bar, chosen: string): string {
  const most = Math.max(1e-9, ...datasets.map((one) => one[key]));
  const rows = datasets.map((one, i) => {
    const y = head + i * line;
    const length = Math.max(1, ((panel.width - 170) * one[key]) / most);
    const fade = chosen !== "" && chosen !== one.name ? ' opacity="0.35"' : "";
    const parts = [
      svgText(88, y + 18, truncate(one.name, 10), { anchor: "end", color: ink }),
      svgRectangle(96, y, Number(length.toFixed(1)), 25, `rx="3" fill="${colors[i % colors.length]}"`),
      svgText(Number((102 + length).toFixed(1)), y + 18, one[key].toFixed(digits), { color: ink }),
    ];
    return `<g data-name="${escapeXml(one.name)}"${fade}>${parts.join("")}</g>`;
  });
  return svgText(96, 20, title, { color: ink, weight: "600" }) + rows.join("");
}
