// `npm run bench:widgets`: times a slider move to the kernel and back, interleaved with ipykernel as the baseline.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../scripts/setup/command.mjs";
import { main } from "../../scripts/setup/report.mjs";
import { pythonTestPackages, setUp } from "../../scripts/setup/steps.mjs";

const kernels = ["typescript-lab", "python3"];
const [repeats, rounds] = [3, 300];

await main(async () => {
  await setUp();
  await pythonTestPackages();
  const times = Object.fromEntries(kernels.map((kernel) => [kernel, { echo: [], update: [] }]));
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const kernel of kernels) {
      const { echo, update } = JSON.parse(measure(kernel));
      times[kernel].echo.push(...echo);
      times[kernel].update.push(...update);
    }
  }
  console.log(`slider move to the kernel and back, ms over ${repeats * rounds} moves (median, 95 %)`);
  for (const step of ["echo", "update"]) {
    const [own, baseline] = kernels.map((kernel) => times[kernel][step].sort((a, b) => a - b));
    const ratio = (share) => (at(own, share) / at(baseline, share)).toFixed(2);
    console.log(
      `${step.padEnd(7)} typescript-lab ${shown(own)}   ipykernel ${shown(baseline)}   ratio ${ratio(0.5)} (${ratio(0.95)})`,
    );
  }
  return 0;
});

function measure(kernel) {
  const python = join(root, ".venv", "bin", "python");
  const script = join(root, "bench", "widgets", "roundTrip.py");
  return execFileSync(python, [script, kernel, String(rounds), join(root, "notebooks")], {
    encoding: "utf8",
  });
}

function at(sorted, share) {
  return sorted[Math.floor(share * (sorted.length - 1))];
}

function shown(sorted) {
  return `${at(sorted, 0.5).toFixed(2)} (${at(sorted, 0.95).toFixed(2)})`;
}
