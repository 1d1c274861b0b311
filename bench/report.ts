// The results as Markdown: what was measured, where, and ours ÷ peer.
import { cpus, totalmem } from "node:os";
import type { EngineReport } from "../src/lib/index.js";
import type { Result, Row } from "./measure.js";
import type { PeerReport } from "./peer/peer.js";

export interface Setting {
  readonly engines: readonly EngineReport[];
  /** PyTorch; undefined where nothing was measured against it. */
  readonly peer: PeerReport | "missing" | undefined;
}

export function markdown(results: readonly Result[], { engines, peer }: Setting): string {
  const native = engines.find(({ name }) => name === "tensorflow");
  const lines = [
    "# Benchmarks",
    "",
    whenAndWhere(),
    `Ours: TensorFlow ${native?.version ?? "not set up"} on ${native?.device ?? "nothing"}.`,
    ...(peer ? [peerLine(peer)] : []),
    "Medians of runs taken in turns with the peer's; memory is the process's greatest resident memory so far.",
    "`npm run bench` writes this file.",
  ];
  for (const { title, rows } of results) lines.push("", `## ${title}`, "", ...table(rows));
  return `${lines.join("\n")}\n`;
}

/** The day and the machine of a measurement, as a sentence. */
export function whenAndWhere(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${new Date().toISOString().slice(0, 10)}, ${processors.length} × ${processors[0]?.model.trim()}, ${memory} GB, Node.js ${process.versions.node}.`;
}

function peerLine(peer: PeerReport | "missing"): string {
  return peer === "missing"
    ? "Peer: skipped, no Python has PyTorch (name one that has it in AMFMN_TORCH_PYTHON)."
    : `Peer: the released network in ${peer.name} on ${peer.device}, glibc kept from returning memory` +
        `${peer.device === "cpu" ? "" : "; its memory is what PyTorch allocated on the GPU"}.`;
}

/** A Markdown table: two lines of header, then a line for each row. */
export function table(rows: readonly Row[]): string[] {
  const header = "| work | ours | peer | ours ÷ peer | in processor time | target | ours MB | peer MB | |";
  const rule = "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |";
  const cells = rows.map(({ work, ours, peer, processor, target, oursMB, peerMB, note }) => [
    work,
    seconds(ours),
    peer === undefined ? "" : seconds(peer),
    peer === undefined ? "" : ratio(ours / peer),
    processor === undefined ? "" : ratio(processor),
    target ?? "",
    oursMB?.toFixed(0) ?? "",
    peerMB?.toFixed(0) ?? "",
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
