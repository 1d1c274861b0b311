// `npm run bench:selo [-- --quick]`: compares the methods and models of localization on drawn large scenes, measures a
// 10,000² image, and writes bench/SELO.md. `--shipped` trains no second model. `--quick` draws smaller scenes and prints only.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { whenAndWhere } from "../report.js";
import type { Work, WorkResult } from "./work.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const quick = process.argv.includes("--quick");
const trains = !quick && !process.argv.includes("--shipped");
const folder = mkdtempSync(join(tmpdir(), "bench-selo-"));
const scenes = join(folder, "scenes");
const large = join(folder, "large");
const trained = join(folder, "lw-mcr", "best.safetensors");
const [images, size] = quick ? [1, 1500] : [6, 3000];
const largeSize = quick ? 4000 : 10_000;
/** The methods of the tables, and true for the authors' form. */
const methods = [
  ["v1", false],
  ["v1", true],
  ["v2", false],
  ["v2", true],
  ["dense", false],
] as const;
/** Limit of the peak memory of a process with a 10,000² image, in MB. */
const limit = 1500;

const shipped = {
  name: "AMFMN (lesson/small, shipped)",
  checkpoint: join(root, "models", "scenes.safetensors"),
};

try {
  await run({ kind: "draw", out: scenes, images, size, seed: 19 });
  const drawing = await run({ kind: "draw", out: large, images: 1, size: largeSize, seed: 20 });
  if (trains) await run({ kind: "train", model: "lesson/lw-mcr", out: join(folder, "lw-mcr") });
  const models = [
    shipped,
    ...(existsSync(trained) ? [{ name: "LW-MCR (lesson/lw-mcr, trained here)", checkpoint: trained }] : []),
  ];
  const lines = [
    "# Localization on drawn scenes",
    "",
    whenAndWhere(),
    `${images} images of ${size} × ${size} pixels with ${3 * images} sentences, drawn by \`amfmn synthesize --selo\` with seed 19.`,
    "AIR-SLT's images cannot be had, so these figures say nothing about photographs. They compare methods with each other.",
    "Memory is the peak of the process's resident memory. `npm run bench:selo` writes this file.",
    "",
    "| model | method | Rsu ↑ | Rda ↑ | Ras ↓ | Rmi ↑ | encoding s | map s | filter s | indicators s | MB |",
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
  ];
  for (const { name, checkpoint } of models) {
    for (const [method, released] of methods) {
      const result = await run({ kind: "judge", folder: scenes, checkpoint, method, released });
      const shown = `${method}${released ? " as released" : ""}`;
      if (result.refused !== undefined) {
        lines.push(`| ${name} | ${shown} | ${result.refused} | | | | | | | | |`);
        continue;
      }
      const { mean, seconds } = result.report!;
      const cells = [
        ...[mean.rsu, mean.rda, mean.ras, mean.rmi].map((value) => value.toFixed(4)),
        ...[seconds.encoding + seconds.comparing, seconds.map, seconds.filter, seconds.judging].map((value) =>
          value.toFixed(2),
        ),
        result.megabytes.toFixed(0),
      ];
      lines.push(`| ${name} | ${shown} | ${cells.join(" | ")} |`);
    }
  }
  lines.push(
    "",
    `## One image of ${largeSize.toLocaleString("en")} × ${largeSize.toLocaleString("en")} pixels`,
    "",
    `One sentence with the shipped model, from the tiled TIFF to the heat map and GeoJSON. The limit is ${limit} MB.`,
    "",
    "| work | s | processor s | MB |",
    "| --- | ---: | ---: | ---: |",
    `| drawing it | ${row(drawing)} |`,
  );
  for (const [method, released] of methods) {
    const { checkpoint } = shipped;
    const result = await run({ kind: "locate", folder: large, checkpoint, method, released });
    const work = `${method}${released ? " as released" : ""}`;
    lines.push(`| ${work} | ${row(result)}${result.megabytes > limit ? " (above the limit)" : ""} |`);
  }
  const text = `${lines.join("\n")}\n`;
  process.stdout.write(text);
  if (!quick) writeFileSync(join(root, "bench", "SELO.md"), text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function row({ wall, processor, megabytes }: WorkResult): string {
  return [wall.toFixed(1), processor.toFixed(1), megabytes.toFixed(0)].join(" | ");
}

/** Does one piece of work in a process of its own, so that its memory is measured alone. */
function run(work: Work): Promise<WorkResult> {
  const { kind, ...rest } = work;
  process.stderr.write(`• ${kind} ${Object.values(rest).slice(1).join(" ")} …\n`);
  const child = spawn(process.execPath, [...process.execArgv, "bench/selo/work.ts", JSON.stringify(work)], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(output.trim().split("\n").at(-1)!) as WorkResult);
      else reject(new Error(`${kind}: expected exit status 0, found ${code}; its messages are above.`));
    });
  });
}
