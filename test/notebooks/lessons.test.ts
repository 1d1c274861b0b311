// Every lesson and its solutions run from top to bottom on the project's own kernel, with training shortened.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { noJupyter, python, root, run } from "../support/venv.js";

interface Output {
  text?: string | string[];
  data?: Record<string, unknown>;
}
interface Cell {
  metadata: { tags?: string[] };
  outputs?: Output[];
}

const folder = join(root, "notebooks");
const env = { ...process.env, AMFMN_LESSON_LENGTH: "0.1" };

/** Runs a notebook of a folder and gives its cells with their outputs. */
async function executed(place: string, file: string): Promise<Cell[]> {
  const out = mkdtempSync(join(tmpdir(), "lesson-"));
  try {
    const target = join(out, file);
    const script = join(root, "scripts", "lessons", "run", "execute.py");
    const { code, stdout, stderr } = await run(python, [script, join(place, file), target, place], { env });
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stdout, /"event": "error"/);
    return (JSON.parse(readFileSync(target, "utf8")) as { cells: Cell[] }).cells;
  } finally {
    rmSync(out, { recursive: true });
  }
}

const printed = (cells: readonly Cell[]) =>
  cells.flatMap(({ outputs }) => (outputs ?? []).flatMap(({ text }) => text ?? [])).join("");

const shown = (cells: readonly Cell[]) => cells.flatMap(({ outputs }) => outputs ?? []);

for (const file of readdirSync(folder).filter((name) => name.endsWith(".ipynb"))) {
  test(`${file} runs from top to bottom, and its exercises wait for an answer`, {
    skip: noJupyter,
  }, async () => {
    const cells = await executed(folder, file);
    const checks = cells.filter(({ metadata }) => metadata.tags?.includes("check"));
    assert.equal([...printed(checks).matchAll(/^… .*: open\./gm)].length, checks.length, printed(checks));
    const bare = shown(cells).filter(
      ({ data }) => data && "application/vnd.jupyter.widget-view+json" in data,
    );
    for (const { data } of bare)
      assert.ok("text/plain" in data!, "a widget has words for where it is not shown");
  });

  test(`the solutions of ${file} run by themselves, and every check says right`, {
    skip: noJupyter,
  }, async () => {
    const cells = await executed(join(folder, "solutions"), file);
    const checks = cells.filter(({ metadata }) => metadata.tags?.includes("check"));
    const said = printed(checks);
    assert.equal([...said.matchAll(/^✓ .*: right\.$/gm)].length, checks.length, said);
  });
}
