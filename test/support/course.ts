// A copy of the course for tests, and the promises of each lesson.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { type Cell, printedBy, tagged, widgetsOf } from "./notebookFile.js";
import { root } from "./venv.js";

/** The course in the repository. */
export const course = join(root, "notebooks");

/** Copies the course into a temporary folder, without the data and the runs of earlier lessons. */
export function copyCourse(): string {
  const folder = mkdtempSync(join(tmpdir(), "course-"));
  const made = ["data", "runs", ".executed", ".ipynb_checkpoints"];
  cpSync(course, folder, {
    recursive: true,
    filter: (path) => relative(course, path).includes("/") || !made.includes(basename(path)),
  });
  return folder;
}

/** Asserts that each exercise of a lesson is open, and that each widget has a text for pages that cannot show it. */
export function exercisesWait(cells: readonly Cell[]): void {
  const checks = tagged(cells, "check");
  const said = printedBy(checks);
  assert.equal([...said.matchAll(/^… .*: open\./gm)].length, checks.length, said);
  for (const { data } of widgetsOf(cells)) assert.ok("text/plain" in data!, "a widget has a text");
}

/** Asserts that each check of a lesson's solutions says right. */
export function checksSayRight(cells: readonly Cell[]): void {
  const checks = tagged(cells, "check");
  const said = printedBy(checks);
  assert.equal([...said.matchAll(/^✓ .*: right\.$/gm)].length, checks.length, said);
}
