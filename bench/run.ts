// `npm run bench [-- JOB …]`: runs every benchmark (or those named), prints the table of ratios, and writes it to
// bench/RESULTS.md when all were run, or to the file that AMFMN_BENCH_RESULTS names.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listEngines } from "../src/lib/index.js";
import { jobs } from "./jobs/index.js";
import type { Result } from "./measure.js";
import type { PeerReport } from "./peer/peer.js";
import { markdown, table } from "./report.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const named = process.argv.slice(2);
const unknown = named.find((name) => !(name in jobs));
if (unknown !== undefined) {
  process.stderr.write(`There is no benchmark ${unknown}: name some of ${Object.keys(jobs).join(", ")}.\n`);
  process.exit(2);
}
const engines = await listEngines();
if (!engines.some(({ name, available }) => name === "tensorflow" && available)) {
  process.stderr.write("The benchmarks need the native engine: npm run setup:native sets it up.\n");
  process.exit(2);
}

const results: Result[] = [];
let peer: PeerReport | undefined;
const chosen = named.length > 0 ? named : Object.keys(jobs);
for (const name of chosen) {
  process.stderr.write(`• ${name} …\n`);
  const { peer: found, ...result } = await runJob(name);
  results.push(result);
  for (const row of table(result.rows).slice(2)) process.stderr.write(`  ${row}\n`);
  if (jobs[name]!.against === "pytorch") peer = found;
}
const sought = chosen.some((name) => jobs[name]!.against === "pytorch");
const text = markdown(results, { engines, peer: peer ?? (sought ? "missing" : undefined) });
process.stdout.write(text);
const file =
  process.env.AMFMN_BENCH_RESULTS ?? (named.length === 0 ? join(root, "bench", "RESULTS.md") : undefined);
if (file) writeFileSync(file, text);

function runJob(name: string): Promise<Result & { readonly peer?: PeerReport }> {
  const args = ["--import", "./scripts/register.mjs", "bench/job.ts", name];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(output.trim().split("\n").at(-1)!));
      else reject(new Error(`The benchmark ${name} ended with ${code}.`));
    });
  });
}
