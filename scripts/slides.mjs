// `npm run slides -- N`: writes lesson N as slides to site/slides. They need a browser and no network.
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { executedPath, written } from "./lessons/files.mjs";
import { readNotebook } from "./lessons/notebook.mjs";
import { render, writeAssets } from "./lessons/pages/render.mjs";
import { arranged } from "./lessons/pages/slides.mjs";
import { NotebookRunner } from "./lessons/run/execute.mjs";
import { ProgressLine } from "./lessons/run/progress.mjs";
import { root } from "./setup/command.mjs";
import { parseOptions } from "./setup/options.mjs";
import { main, SetupError } from "./setup/report.mjs";
import { setUp } from "./setup/steps.mjs";

const usage = `npm run slides -- [OPTIONS] N

Writes lesson N as slides to site/slides/. Open the file in a browser; S shows the speaker notes. The slides show
the last run of npm run lessons. Without one, the lesson runs first.

  --fresh          run the lesson in any case
  --folder FOLDER  folder of the notebooks (default notebooks/)
  --site FOLDER    folder whose slides/ is written (default site/)
`;

await main(async () => {
  const { values, positionals } = options();
  if (values.help) return void process.stdout.write(usage);
  if (positionals.length !== 1)
    throw new SetupError(
      `npm run slides: expected the number of one lesson, found ${positionals.join(" ") || "none"}; as in npm run slides -- 1.`,
    );
  const [lesson] = written(positionals, values.folder);
  await setUp();
  const executed = executedPath(lesson.paths[0]);
  if (values.fresh || !existsSync(executed)) await run(lesson.paths[0], executed);
  const folder = join(values.site, "slides");
  const target = join(folder, lesson.file.replace(/ipynb$/, "html"));
  await render(
    arranged(readNotebook(executed)),
    { title: `${lesson.number} · ${lesson.title}` },
    "slides",
    target,
  );
  writeAssets(folder);
  process.stdout.write(`✓ ${target} (open it in a browser; S shows the speaker notes)\n`);
});

function options() {
  const flag = { type: "boolean" };
  return parseOptions("slides", {
    options: {
      help: flag,
      fresh: flag,
      folder: { type: "string" },
      site: { type: "string", default: "site" },
    },
    allowPositionals: true,
  });
}

async function run(path, executed) {
  const line = new ProgressLine(relative(root, path));
  const runner = new NotebookRunner();
  await runner.execute(path, executed, (...at) => line.cell(...at)).finally(() => runner.close());
  line.done();
}
