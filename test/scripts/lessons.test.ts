// `npm run lessons -- --check` reports a committed lesson that breaks a rule of the course.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { copyCourse } from "../support/course.js";
import { root, run } from "../support/venv.js";

interface Cell {
  cell_type: string;
  id: string;
  metadata: { tags?: string[] };
  source: string[];
  outputs: { output_type: string; data?: Record<string, unknown>; text?: string[] }[];
  execution_count?: number | null;
}
interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
}

const script = join(root, "scripts", "lessons.mjs");
const lesson = "01-first-look.ipynb";

/** The part of scripts/lessons/files.mjs that the tests call. */
interface Files {
  written(numbers: string[], folder: string): object[];
  lessonProblems(lesson: object): [path: string, problem: string][];
}
const { written, lessonProblems } = (await import(join(root, "scripts", "lessons", "files.mjs"))) as Files;

/** Copies the course, changes lesson 1, and calls a function with the folder. */
async function withChange<T>(
  change: (notebook: Notebook) => void,
  use: (folder: string) => T | Promise<T>,
): Promise<T> {
  const folder = copyCourse();
  try {
    const path = join(folder, lesson);
    const notebook = JSON.parse(readFileSync(path, "utf8")) as Notebook;
    change(notebook);
    writeFileSync(path, `${JSON.stringify(notebook, null, 1)}\n`);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Returns the problems that the check finds in a changed lesson 1. */
function complaint(change: (notebook: Notebook) => void): Promise<string> {
  const problems = (folder: string) => written(["1"], folder).flatMap(lessonProblems);
  return withChange(change, (folder) =>
    problems(folder)
      .map(([, problem]) => problem)
      .join("\n"),
  );
}

/** Runs the command on a changed lesson 1. */
function check(change: (notebook: Notebook) => void): Promise<{ code: number; stderr: string }> {
  return withChange(change, (folder) => run(process.execPath, [script, "--check", "--folder", folder, "1"]));
}

const tagged = (notebook: Notebook, tag: string) =>
  notebook.cells.find(({ metadata }) => metadata.tags?.includes(tag))!;
const code = (notebook: Notebook) => notebook.cells.find(({ cell_type }) => cell_type === "code")!;
const shows = (type: string, data: unknown) => ({
  output_type: "display_data",
  data: { [type]: data },
  metadata: {},
});

test("the committed lesson is as it should be, byte for byte", async () => {
  const { code, stderr } = await check(() => {});
  assert.equal(stderr, "");
  assert.equal(code, 0);
});

test("the command names the notebook of a problem and exits with status 1", async () => {
  const { code: status, stderr } = await check((notebook) => {
    code(notebook).execution_count = 7;
  });
  assert.equal(status, 1);
  assert.match(stderr, /01-first-look\.ipynb: .*not in the committed form/);
});

const broken: Record<string, [(notebook: Notebook) => void, RegExp]> = {
  "an execution count": [(n) => (code(n).execution_count = 7), /not in the committed form/],
  "the state of widgets": [(n) => (n.metadata.widgets = {}), /not in the committed form/],
  "a link to a neighbor that was edited": [
    (n) => (tagged(n, "navigation").source = ["[home](README.md)"]),
    /not in the committed form/,
  ],
  "a cell id that occurs twice": [(n) => (n.cells[2]!.id = n.cells[3]!.id), /two cells have the id/],
  "a path of one machine in an output": [
    (n) => code(n).outputs.push({ output_type: "stream", text: ["read /home/ada/RSITMD\n"] }),
    /names a path of one machine: \/home\/ada\/RSITMD/,
  ],
  "a picture that is too heavy": [
    (n) => code(n).outputs.push(shows("image/png", "A".repeat(500_000)) as never),
    /stores image\/png of 375 kB, at most 300 kB/,
  ],
  "a widget without its state": [
    (n) => code(n).outputs.push(shows("application/vnd.jupyter.widget-view+json", {}) as never),
    /stores a widget's view without its state/,
  ],
  "an error": [
    (n) => code(n).outputs.push({ output_type: "error", ename: "TypeError" } as never),
    /stores an error: TypeError/,
  ],
  "a link that leads nowhere": [
    (n) => n.cells[1]!.source.push("\n[there](nowhere.ipynb)"),
    /links to nowhere\.ipynb, which does not exist/,
  ],
  "a cell longer than a slide": [
    (n) => (code(n).source = Array.from({ length: 16 }, (_, i) => (i < 15 ? "1;\n" : "1;"))),
    /has 16 lines of code/,
  ],
  "a line of code wider than a slide": [
    (n) => (code(n).source = ["1;\n", `const words = "${"a".repeat(100)}";`]),
    /has a line of 117 characters \("const words = "a+ …"\), at most 100 fit a slide/,
  ],
  "an opening without a run time": [
    (n) => (n.cells[1]!.source = n.cells[1]!.source.filter((line) => !line.startsWith("*Run time"))),
    /does not say "\*Run time:\*/,
  ],
  "an exercise without a check": [
    (n) => (tagged(n, "check").metadata.tags = []),
    /has 2 cells tagged check for 3 tagged exercise/,
  ],
  "a check that its solutions do not answer": [
    (n) => tagged(n, "check").source.push(" // stricter"),
    /\(check\) is not word for word in its solutions/,
  ],
};

for (const [what, [change, expected]] of Object.entries(broken)) {
  test(`${what} is noticed`, async () => assert.match(await complaint(change), expected));
}

test("a lesson that is not there, and an option that is unknown, are refused with one sentence", async () => {
  const missing = await run(process.execPath, [script, "--check", "12"]);
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /^lesson: expected one of 1\b.*, found 12; name one of these\.\n$/);
  const unknown = await run(process.execPath, [script, "--fast"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /^npm run lessons: Unknown option '--fast'; .*--help lists the options\.\n$/);
});
