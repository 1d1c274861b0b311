// `npm run lessons [-- N …]`: runs the lessons headless and writes the book to site/.
// Authors use --check, --tidy and --store.
import { join, relative } from "node:path";
import { executedPath, lessonProblems, written } from "./lessons/files.mjs";
import { withPictures } from "./lessons/form/pictures.mjs";
import { stored } from "./lessons/form/stored.mjs";
import { tidied } from "./lessons/form/tidy.mjs";
import { readNotebook, writeNotebook } from "./lessons/notebook.mjs";
import { writeBook } from "./lessons/pages/book.mjs";
import { NotebookRunner } from "./lessons/run/execute.mjs";
import { ProgressLine } from "./lessons/run/progress.mjs";
import { root } from "./setup/command.mjs";
import { parseOptions } from "./setup/options.mjs";
import { main, SetupError } from "./setup/report.mjs";
import { setUp } from "./setup/steps.mjs";

const usage = `npm run lessons [-- OPTIONS] [N …]

Runs the lessons N … (all by default) and their solutions from top to bottom, and writes the book to site/.

  --length SHARE   share of the training to run, above 0 and at most 1 (default 1, or AMFMN_LESSON_LENGTH)
  --folder FOLDER  folder of the notebooks (default notebooks/)
  --site FOLDER    folder of the book (default site/)
  --book           only write the book, from the outputs of the last runs
  --store          run whole, write outputs and the measured run time into notebooks/ in the committed form
  --tidy           only bring the notebooks into the committed form, links to their neighbors included
  --check          only list the problems of the notebooks
`;

await main(async () => {
  const { values, positionals } = options();
  if (values.help) return void process.stdout.write(usage);
  const lessons = written(positionals, values.folder);
  if (values.check) return check(lessons);
  if (values.tidy) return lessons.flatMap(({ paths }) => paths).forEach(tidy);
  await setUp();
  if (!values.book) await run(lessons, values);
  await writeBook(written([], values.folder), values.site);
  process.stdout.write(`✓ ${join(values.site, "index.html")}\n`);
});

function options() {
  const flag = { type: "boolean" };
  return parseOptions("lessons", {
    options: {
      help: flag,
      check: flag,
      tidy: flag,
      store: flag,
      book: flag,
      length: { type: "string" },
      folder: { type: "string" },
      site: { type: "string", default: "site" },
    },
    allowPositionals: true,
  });
}

function check(lessons) {
  const problems = lessons.flatMap(lessonProblems);
  for (const [path, problem] of problems) process.stderr.write(`${relative(root, path)}: ${problem}.\n`);
  return problems.length > 0 ? 1 : 0;
}

function tidy(path) {
  writeNotebook(path, tidied(path, readNotebook(path)));
}

async function run(lessons, { length, store }) {
  let failures = 0;
  const runner = new NotebookRunner(store ? 1 : length);
  for (const path of lessons.flatMap(({ paths }) => paths)) {
    const line = new ProgressLine(relative(root, path));
    try {
      const target = executedPath(path);
      const seconds = await runner.execute(path, target, (...at) => line.cell(...at));
      if (store) writeNotebook(path, await stored(path, await withPictures(readNotebook(target)), seconds));
      line.done();
    } catch (error) {
      if (error.name !== "CellError") throw error;
      line.failed(error);
      failures++;
    }
  }
  await runner.close();
  if (failures > 0)
    throw new SetupError(`${failures} of the notebooks failed; correct the cells that are listed above.`);
}
