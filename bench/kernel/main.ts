// `npm run bench:kernel [-- NAME …]`: measures this kernel beside tslab, Deno and ipykernel, or the kernels whose names
// begin with NAME. Prints a table of medians and 95th percentiles, and writes it to bench/KERNEL.md after a full run.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { whenAndWhere } from "../report.js";
import { kernels } from "./kernels.js";
import { type Measured, measure, patience, type Times } from "./measures.js";

const named = process.argv.slice(2);
const chosen = kernels().filter(
  ({ name }) => named.length === 0 || named.some((part) => name.startsWith(part)),
);
const results = new Map<string, Measured>();
for (const kernel of chosen) {
  process.stderr.write(`measuring ${kernel.name} …\n`);
  results.set(kernel.name, await measure(kernel));
}

const time = (milliseconds: number) =>
  Number.isFinite(milliseconds) ? milliseconds.toFixed(1) : `> ${patience} s`;
const shown = (times: Times | undefined) => (times ? `${time(times.p50)} / ${time(times.p95)}` : "–");
const rows: Record<string, (result: Measured) => string> = {
  "start to first reply": ({ start }) => shown(start),
  "trivial cell": ({ trivial }) => shown(trivial),
  "cell with tfjs in scope, 1st to 20th": ({ typed }) => shown(typed?.first),
  "cell with tfjs in scope, 81st to 100th": ({ typed }) => shown(typed?.last),
  completion: ({ completion }) => shown(completion),
  "2,000 lines": ({ lines }) => shown(lines),
  "share of them before idle": ({ lines, linesAtIdle }) =>
    Number.isFinite(lines.p50) ? `${(100 * linesAtIdle).toFixed(0)} %` : "–",
  "interrupt of a loop": ({ interrupt }) => shown(interrupt),
  "memory, MB": ({ memory }) => memory.toFixed(0),
};
const table = [
  ["ms, p50 / p95", ...results.keys()],
  ...Object.entries(rows).map(([title, cell]) => [title, ...[...results.values()].map(cell)]),
];
const [header, ...body] = table.map((row) => `| ${row.join(" | ")} |`);
const text = `# The kernel beside others

${whenAndWhere()}
Milliseconds from a request to its reply in a front end: median / 95th percentile. Deno and ipykernel check no types.
tslab and Deno cannot be interrupted in a loop. \`npm run bench:kernel\` writes this file.

${[header, `| --- |${" ---: |".repeat(results.size)}`, ...body].join("\n")}
`;
process.stdout.write(text);
if (named.length === 0) writeFileSync(fileURLToPath(new URL("../KERNEL.md", import.meta.url)), text);
