// Writes the results as Markdown.
import { cpus, totalmem } from "node:os";
import type { EngineReport } from "../src/lib/engine/index.js";
import type { BaselineReport } from "./baseline/baseline.js";
import type { Result, Row } from "./measure.js";

export interface Setting {
  readonly engines: readonly EngineReport[];
  /** PyTorch. Undefined when no benchmark with this baseline ran. */
  readonly baseline: BaselineReport | "missing" | undefined;
}

export function markdown(results: readonly Result[], { engines, baseline }: Setting): string {
  const native = engines.find(({ name }) => name === "tensorflow");
  const lines = [
    "# Benchmarks",
    "",
    whenAndWhere(),
    `Ours: TensorFlow ${native?.version ?? "not set up"} on ${native?.device ?? "nothing"}.`,
    ...(baseline ? [baselineLine(baseline)] : []),
    "Medians of runs that are interleaved with the baseline's. Memory is the peak of the process's resident memory.",
    "`npm run bench` writes this file.",
  ];
  for (const { title, rows } of results) lines.push("", `## ${title}`, "", ...table(rows));
  return `${lines.join("\n")}\n`;
}

/** Returns the day and the machine of a measurement as a sentence. */
export function whenAndWhere(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${new Date().toISOString().slice(0, 10)}, ${processors.length} × ${processors[0]?.model.trim()}, ${memory} GB, Node.js ${process.versions.node}.`;
}

function baselineLine(baseline: BaselineReport | "missing"): string {
  return baseline === "missing"
    ? "Baseline: skipped, no Python has PyTorch (name one that has it in AMFMN_TORCH_PYTHON)."
    : `Baseline: the released network in ${baseline.name} on ${baseline.device}, glibc kept from returning memory` +
        `${baseline.device === "cpu" ? "" : ". Its memory is PyTorch's on the GPU"}.`;
}

/** Returns a Markdown table: two lines of header, then a line for each row. */
export function table(rows: readonly Row[]): string[] {
  const header =
    "| work | ours | baseline | ours ÷ baseline | in processor time | target | ours MB | baseline MB | |";
  const rule = "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |";
  const cells = rows.map(({ work, ours, baseline, processor, target, oursMB, baselineMB, note }) => [
    work,
    seconds(ours),
    baseline === undefined ? "" : seconds(baseline),
    baseline === undefined ? "" : ratio(ours / baseline),
    processor === undefined ? "" : ratio(processor),
    target ?? "",
    oursMB?.toFixed(0) ?? "",
    baselineMB?.toFixed(0) ?? "",
    note ?? "",
  ]);
  return [header, rule, ...cells.map((row) => `| ${row.join(" | ")} |`)];
}

function seconds(value: number): string {
  if (value >= 600) return `${(value / 60).toPrecision(3)} min`;
  return value < 1 ? `${(1000 * value).toPrecision(3)} ms` : `${value.toPrecision(3)} s`;
}

function ratio(value: number): string {
  return value < 0.1 ? `1/${(1 / value).toFixed(1)}` : value.toFixed(2);
}
