// Every lesson but the first, and all solutions, run from top to bottom on the project's kernel. Training is shortened,
// and the data set has a fifth of the scenes.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { synthesize } from "../../src/lib/data/synthesis/synthesize.js";
import { checksSayRight, copyCourse, course, exercisesWait } from "../support/course.js";
import { type Cell, readNotebook } from "../support/notebookFile.js";
import { noJupyter, root } from "../support/venv.js";

interface Runner {
  execute(path: string, target: string): Promise<number>;
  close(): Promise<void>;
}

describe("lessons", { skip: noJupyter }, () => {
  let folder: string;
  let runner: Runner;

  before(async () => {
    folder = copyCourse();
    const out = join(folder, "data", "scenes");
    await synthesize({ out, images: 288, seed: 1, fractions: { train: 0.44, val: 0.15 } });
    const { NotebookRunner } = (await import(join(root, "scripts", "lessons", "run", "execute.mjs"))) as {
      NotebookRunner: new (length: number) => Runner;
    };
    runner = new NotebookRunner(0.1);
  });
  after(async () => {
    await runner?.close();
    rmSync(folder, { recursive: true });
  });

  /** Runs a notebook of the course and returns its cells with their outputs. */
  async function executed(file: string): Promise<readonly Cell[]> {
    const target = join(folder, ".executed", file);
    await runner.execute(join(folder, file), target);
    return readNotebook(target).cells;
  }

  for (const file of readdirSync(course).filter((name) => name.endsWith(".ipynb"))) {
    // Lesson 1 has a test of its own, in JupyterLab.
    if (!file.startsWith("01-")) {
      test(`${file} runs from top to bottom, and its exercises wait for an answer`, async () => {
        exercisesWait(await executed(file));
      });
    }
    test(`the solutions of ${file} run without the lesson, and every check says right`, async () => {
      checksSayRight(await executed(join("solutions", file)));
    });
  }
});
