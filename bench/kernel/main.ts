// `npm run bench:kernel [-- NAME …]`: this kernel beside stock tslab, Deno and ipykernel, on the same machine in the
// same run. Prints a table of medians and 95th percentiles; names choose the kernels whose name begins so.
import { type Measured, measure, type Times } from "./measures.js";
import { peers } from "./peers.js";

const named = process.argv.slice(2);
const chosen = peers().filter(
  ({ name }) => named.length === 0 || named.some((part) => name.startsWith(part)),
);
const results = new Map<string, Measured>();
for (const peer of chosen) {
  process.stderr.write(`measuring ${peer.name} …\n`);
  results.set(peer.name, await measure(peer));
}

const shown = (times: Times | undefined) =>
  times ? `${times.p50.toFixed(1)} / ${times.p95.toFixed(1)}` : "–";
const rows: Record<string, (result: Measured) => string> = {
  "start to first reply": ({ start }) => shown(start),
  "trivial cell": ({ trivial }) => shown(trivial),
  "cell with tfjs in scope, 1st to 20th": ({ typed }) => shown(typed?.first),
  "cell with tfjs in scope, 81st to 100th": ({ typed }) => shown(typed?.last),
  completion: ({ completion }) => shown(completion),
  "2,000 lines": ({ lines }) => shown(lines),
  "of them there at idle": ({ linesAtIdle }) => `${(100 * linesAtIdle).toFixed(0)} %`,
  "interrupt of a loop": ({ interrupt }) => shown(interrupt),
  "memory, MB": ({ memory }) => memory.toFixed(0),
};
const table = [
  ["ms, p50 / p95", ...results.keys()],
  ...Object.entries(rows).map(([title, cell]) => [title, ...[...results.values()].map(cell)]),
];
const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
for (const row of table)
  process.stdout.write(`${row.map((text, i) => text.padEnd(widths[i]!)).join("  ")}\n`);
