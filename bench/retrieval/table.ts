// The table of the comparison.
import type { Run } from "./runs.js";
import { variants } from "./variants.js";

/** Writes a row for each model with finished runs. @param runsOf returns the runs of a variant */
export function resultTable(runsOf: (name: string) => readonly Run[]): string {
  const rows = Object.entries(variants).flatMap(([name, { title }]) => {
    const runs = runsOf(name);
    if (runs.length === 0) return [];
    const cells = [
      spread(runs.map(({ plain }) => plain.mR)),
      spread(runs.map(({ reranked }) => reranked.mR)),
      ...(["imageToText", "textToImage"] as const).map((direction) =>
        [0, 1, 2].map((k) => mean(runs.map(({ plain }) => plain[direction][k]!)).toFixed(1)).join(" / "),
      ),
    ];
    return [`| ${title} | ${cells.join(" | ")} |`];
  });
  return [
    "| model | mR | mR reranked | R@1 / 5 / 10 image → text | R@1 / 5 / 10 text → image |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...rows,
  ].join("\n");
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean and standard deviation (n − 1). */
function spread(values: readonly number[]): string {
  const center = mean(values);
  if (values.length < 2) return center.toFixed(2);
  const variance = values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1);
  return `${center.toFixed(2)} ± ${Math.sqrt(variance).toFixed(2)}`;
}
