// Figure 9 of the paper as SVG: six small bar charts, one bar a data set. The page shows it, and it stands in where
// no script runs; its colors follow the theme and have values of their own without one.

import { escapeXml } from "../../../lib/base/escape.js";
import { type Bar, sixBars } from "../../../lib/reports/statistics/sixBars.js";
import type { BarStatistics } from "./state.js";

/** Told apart by people who do not see red and green apart (Okabe and Ito). */
const colors = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"];
const ink = "var(--jp-ui-font-color1, #1f1f1f)";
const [panel, line, head] = [{ width: 330, gap: 16 }, 34, 34];

/** @param chosen the data set that is brought out; the others fade */
export function barsSvg(datasets: readonly BarStatistics[], chosen = ""): string {
  const height = head + datasets.length * line + 20;
  const [width, all] = [3 * panel.width + 2 * panel.gap, 2 * height];
  const label = sixBars
    .map(
      ({ key, title, digits }) =>
        `${title}: ${datasets.map((one) => `${one.name} ${one[key].toFixed(digits)}`).join(", ")}`,
    )
    .join("; ");
  const panels = sixBars.map((measure, i) => {
    const [x, y] = [(i % 3) * (panel.width + panel.gap), Math.floor(i / 3) * height];
    return `<g transform="translate(${x} ${y})">${bars(datasets, measure, chosen)}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${all}" role="img" aria-label="${escapeXml(label)}" font-family="system-ui, sans-serif" font-size="17">${panels.join("")}</svg>`;
}

function bars(datasets: readonly BarStatistics[], { key, title, digits }: Bar, chosen: string): string {
  const most = Math.max(1e-9, ...datasets.map((one) => one[key]));
  const rows = datasets.map((one, i) => {
    const y = head + i * line;
    const length = Math.max(1, ((panel.width - 170) * one[key]) / most);
    const fade = chosen !== "" && chosen !== one.name ? ' opacity="0.35"' : "";
    return `<g data-name="${escapeXml(one.name)}"${fade}><text x="88" y="${y + 18}" text-anchor="end" fill="${ink}">${escapeXml(shortened(one.name))}</text><rect x="96" y="${y}" width="${length.toFixed(1)}" height="25" rx="3" fill="${colors[i % colors.length]}"/><text x="${(102 + length).toFixed(1)}" y="${y + 18}" fill="${ink}">${one[key].toFixed(digits)}</text></g>`;
  });
  return `<text x="96" y="20" font-weight="600" fill="${ink}">${title}</text>${rows.join("")}`;
}

function shortened(name: string): string {
  return name.length > 10 ? `${name.slice(0, 9)}…` : name;
}
