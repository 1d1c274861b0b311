// Runs one benchmark in a separate process, so that its memory is measured alone, and prints the result as JSON.

import { Baseline } from "./baseline/baseline.js";
import { jobs } from "./jobs/index.js";

const { against, run } = jobs[process.argv[2]!]!;
const baseline = against && (await Baseline.start(against));
try {
  process.stdout.write(`${JSON.stringify({ ...(await run(baseline)), baseline: baseline?.report })}\n`);
} finally {
  baseline?.stop();
}
