// `npm run bench [-- JOB …]`: runs every benchmark or the named ones, and prints the tables of ratios. A full run writes
// them to bench/RESULTS.md. AMFMN_BENCH_RESULTS names another file.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listEngines } from "../src/lib/index.js";
import type { BaselineReport } from "./baseline/baseline.js";
import { jobs } from "./jobs/index.js";
import type { Result } from "./measure.js";
import { markdown, table } from "./report.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const named = process.argv.slice(2);
const unknown = named.find((name) => !(name in jobs));
if (unknown !== undefined) {
  process.stderr.write(
    `npm run bench: expected some of ${Object.keys(jobs).join(", ")}, found ${unknown}; name some of these.\n`,
  );
  process.exit(2);
}
const engines = await listEngines();
if (!engines.some(({ name, available }) => name === "tensorflow" && available)) {
  process.stderr.write(
    "npm run bench: expected the native engine, found none; npm run setup:native sets it up.\n",
  );
  process.exit(2);
}

const results: Result[] = [];
let baseline: BaselineReport | undefined;
const chosen = named.length > 0 ? named : Object.keys(jobs);
for (const name of chosen) {
  process.stderr.write(`• ${name} …\n`);
  const { baseline: found, ...result } = await runJob(name);
  results.push(result);
  for (const row of table(result.rows).slice(2)) process.stderr.write(`  ${row}\n`);
  if (jobs[name]!.against === "pytorch") baseline = found;
}
const sought = chosen.some((name) => jobs[name]!.against === "pytorch");
const text = markdown(results, { engines, baseline: baseline ?? (sought ? "missing" : undefined) });
process.stdout.write(text);
const file =
  process.env.AMFMN_BENCH_RESULTS ?? (named.length === 0 ? join(root, "bench", "RESULTS.md") : undefined);
if (file) writeFileSync(file, text);

function runJob(name: string): Promise<Result & { readonly baseline?: BaselineReport }> {
  const args = [...process.execArgv, "bench/job.ts", name];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(output.trim().split("\n").at(-1)!));
      else
        reject(
          new Error(`benchmark ${name}: expected exit status 0, found ${code}; its messages are above.`),
        );
    });
  });
}
