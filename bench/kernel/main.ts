// `npm run bench:kernel [-- NAME …]`: measures this kernel beside tslab, Deno and ipykernel, or the kernels whose names
// begin with NAME. Prints tables, and writes them to bench/KERNEL.md after a full run. It takes about five minutes.
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { whenAndWhere } from "../report.js";
import { kernels } from "./kernels.js";
import { type Measured, measure, type Parts, type Start, startOf } from "./measures.js";
import { patience, summary, type Times } from "./timing.js";

const named = process.argv.slice(2);
const chosen = kernels().filter(
  ({ name }) => named.length === 0 || named.some((part) => name.startsWith(part)),
);
const load = [loadavg()[0]!];
const starts = new Map<string, Start[]>(chosen.map(({ name }) => [name, []]));
// The kernels take turns, so that a change of the machine's load affects all of them.
process.stderr.write("measuring starts …\n");
for (let round = 0; round < 7; round++)
  for (const kernel of chosen) starts.get(kernel.name)!.push(await startOf(kernel));
const results = new Map<string, Measured>();
for (const kernel of chosen) {
  process.stderr.write(`measuring ${kernel.name} …\n`);
  try {
    results.set(kernel.name, await measure(kernel));
  } catch (error) {
    process.stderr.write(`${kernel.name}: left out, because it failed: ${error}\n`);
  }
}
load.push(loadavg()[0]!);

const time = (milliseconds: number) =>
  Number.isFinite(milliseconds) ? milliseconds.toFixed(1) : `> ${patience} s`;
const shown = (times: Times | undefined) => (times ? `${time(times.p50)} / ${time(times.p95)}` : "–");
const megabytes = (size: number | undefined) => size?.toFixed(0) ?? "–";
const ofStarts = (name: string, part: keyof Start) =>
  shown(summary(starts.get(name)!.map((start) => start[part])));
const rows: Record<string, (result: Measured, name: string) => string> = {
  "start to first reply": (_, name) => ofStarts(name, "reply"),
  "start to the first cell's result": (_, name) => ofStarts(name, "result"),
  "trivial cell": ({ trivial }) => shown(trivial),
  "its processor time": ({ trivialProcessor }) => trivialProcessor?.toFixed(1) ?? "–",
  "cell with tfjs in scope, 1st to 20th": ({ typed }) => shown(typed?.first),
  "cell with tfjs in scope, 81st to 100th": ({ typed }) => shown(typed?.last),
  completion: ({ completion }) => shown(completion),
  "2,000 lines": ({ lines }) => shown(lines),
  "share of them before idle": ({ lines, linesAtIdle }) =>
    Number.isFinite(lines.p50) ? `${(100 * linesAtIdle).toFixed(0)} %` : "–",
  "interrupt of a loop": ({ interrupt }) => shown(interrupt),
  "idle, share of a processor": ({ idle }) => (idle === undefined ? "–" : `${(100 * idle).toFixed(2)} %`),
  "memory after 220 cells, MB": ({ memory }) => megabytes(memory),
  "memory at the end, MB": ({ memoryAtEnd }) => megabytes(memoryAtEnd),
};
const partRows: Record<string, (parts: Parts) => number> = {
  "program and libraries, shared": ({ files }) => files,
  "V8 heap of the cells": ({ heap }) => heap,
  "protocol thread, ZeroMQ, native parsers": ({ rest }) => rest,
  "language server": ({ languageServer }) => languageServer,
  all: ({ files, heap, rest, languageServer }) => files + heap + rest + languageServer,
};
const columns = [...results].flatMap(([name, { parts }]) =>
  Object.entries(parts).map(([done, part]) => ({ title: `${name}: ${done}`, part })),
);

/** Returns a Markdown table from its rows. The first one is the header. */
function table([header, ...body]: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = `| --- |${" ---: |".repeat(header!.length - 1)}`;
  return [line(header!), rule, ...body.map(line)].join("\n");
}

const busy = Math.max(...load) > cpus().length;
const text = `# The kernel beside others

${whenAndWhere()}
Milliseconds from a request to its reply in a front end: median / 95th percentile. Deno and ipykernel check no types.
tslab and Deno cannot be interrupted in a loop. \`npm run bench:kernel\` writes this file.
Load average: ${load.map((one) => one.toFixed(1)).join(" at the start, ")} at the end${busy ? ". **The machine was busy with other work, so only the ratios between kernels mean something**" : ""}.

${table([
  ["ms, p50 / p95", ...results.keys()],
  ...Object.entries(rows).map(([title, cell]) => [
    title,
    ...[...results].map(([name, result]) => cell(result, name)),
  ]),
])}

Memory is the resident memory of all processes. At the end tfjs is in scope in the kernels that check types, and the language
server has run for a completion in the unchecked one. The idle share is the processor time in 5 s without a request.
${
  columns.length === 0
    ? ""
    : `
## Memory of this kernel by part, MB

${table([
  ["after", ...columns.map(({ title }) => title)],
  ...Object.entries(partRows).map(([title, of]) => [
    title,
    ...columns.map(({ part }) => of(part).toFixed(0)),
  ]),
])}
`
}`;
process.stdout.write(text);
if (named.length === 0) writeFileSync(fileURLToPath(new URL("../KERNEL.md", import.meta.url)), text);
