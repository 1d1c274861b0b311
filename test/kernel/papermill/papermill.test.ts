// Parameters by papermill: a notebook for this kernel runs with other values than it declares.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { notBuilt } from "../../support/kernelClient.js";
import { type Notebook, printedBy, readNotebook } from "../../support/notebookFile.js";
import { noJupyter, python, root, run } from "../../support/venv.js";

const source = join(root, "python/papermill");
const home = mkdtempSync(join(tmpdir(), "papermill-"));
after(() => rmSync(home, { recursive: true, force: true }));
const env = {
  ...process.env,
  PYTHONPATH: join(home, "packages"),
  PYTHONDONTWRITEBYTECODE: "1",
  JUPYTER_PATH: join(home, "share/jupyter"),
};

/** Installs our package and the kernel. Returns the reason to skip the tests, or false. */
async function install(): Promise<string | false> {
  if (noJupyter || notBuilt) return noJupyter || notBuilt;
  if (!existsSync(`${root}.venv/bin/papermill`)) return "papermill is not installed: run npm test";
  const options = ["--quiet", "--no-index", "--no-deps", "--target", env.PYTHONPATH];
  const installed = await run(python, ["-m", "pip", "install", ...options, source], { env });
  assert.equal(installed.code, 0, installed.stderr);
  const spec = await run(process.execPath, ["dist/cli/main.js", "kernel", "install", "--prefix", home]);
  assert.equal(spec.code, 0, spec.stderr);
  return false;
}

/** Writes a notebook whose first cell has the tag of papermill's defaults. */
function write(name: string, defaults: string, ...cells: string[]): string {
  const path = join(home, name);
  const code = [defaults, ...cells].map((text, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    metadata: i === 0 ? { tags: ["parameters"] } : {},
    source: text,
    outputs: [],
    execution_count: null,
  }));
  const kernelspec = { name: "typescript-lab", display_name: "TypeScript", language: "typescript" };
  writeFileSync(
    path,
    JSON.stringify({ cells: code, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
  );
  return path;
}

async function papermill(...args: string[]): Promise<{ code: number; output: string }> {
  const { code, stdout, stderr } = await run(`${root}.venv/bin/papermill`, args, { cwd: home, env });
  return { code, output: stdout + stderr };
}

describe("papermill", { skip: await install() }, () => {
  test("runs a notebook with other parameters, also of other types and for constants", async () => {
    const notebook = write(
      "train.ipynb",
      "const alpha: number = 0.5; // learning rate\nlet steps = 10, seed = 1\nconst name = 'base'",
      "console.log(alpha * 2, steps + 1, seed, name.toUpperCase())",
    );
    const result = join(home, "result.ipynb");
    const args = ["-p", "alpha", "0.7", "-p", "name", 'a "b"\\c', "-p", "seed", "twelve", "-r", "steps", "7"];
    const { code, output } = await papermill(notebook, result, ...args);
    assert.equal(code, 0, output);
    const { cells } = readNotebook(result);
    assert.equal(printedBy(cells), '1.4 71 twelve A "B"\\C\n');
    const injected = cells[1] as Notebook["cells"][number] & { source: string };
    assert.deepEqual(injected.metadata.tags, ["injected-parameters"]);
    assert.doesNotMatch(output, /unknown parameter/);
  });

  test("writes each type of a YAML file so that the value arrives unchanged", async () => {
    const values = {
      text: 'line\nquote " \\ ` $ { x é 😀 \u2028',
      int: -12,
      big: "9007199254740993",
      float: 2.5e-7,
      yes: true,
      nothing: null,
      list: [1, "two", [3.5, null], false],
      record: { "a b": { deep: [1] }, __proto__x: 1, empty: {} },
      empty: [],
    };
    const yaml = join(home, "values.yaml");
    // JSON is YAML, apart from the values that it lacks.
    const json = JSON.stringify(values)
      .replace('"9007199254740993"', "9007199254740993")
      .replaceAll("\u2028", "\\u2028");
    writeFileSync(yaml, json.replace(/\}$/, ', "nan": .nan, "inf": -.inf, "day": 2026-01-02}'));
    const names = Object.keys(values);
    const notebook = write(
      "types.ipynb",
      "// no defaults",
      `console.log(JSON.stringify({ ${names.join(", ")} }, (_, value) => typeof value === "bigint" ? String(value) : value));
      console.log(nan, inf, day, typeof big, list.length, record.empty.absent)`,
    );
    const result = join(home, "types-result.ipynb");
    const { code, output } = await papermill(notebook, result, "-f", yaml);
    assert.equal(code, 0, output);
    // papermill itself writes the values into the metadata as NaN and -Infinity, which are not JSON.
    writeFileSync(result, readFileSync(result, "utf8").replace(/": (?:NaN|-Infinity)/g, '": null'));
    const [line, rest] = printedBy(readNotebook(result).cells).split("\n");
    assert.deepEqual(JSON.parse(line!), values);
    assert.equal(rest, "NaN -Infinity 2026-01-02 bigint 4 undefined");
  });

  test("stops at a value whose type the notebook does not take", async () => {
    const notebook = write("typed.ipynb", "let rate: number = 1", "rate.toFixed(2)");
    const { code, output } = await papermill(notebook, join(home, "failed.ipynb"), "-r", "rate", "fast");
    assert.equal(code, 1);
    assert.match(output, /TypeCheckError.*TS2339|Property 'toFixed' does not exist on type 'string'/s);
  });

  test("lists the parameters of a notebook with type, default and comment", async () => {
    const notebook = write(
      "help.ipynb",
      `// a head
export const rate: number = 0.5; // learning rate
let name = "a; b = 'c'" // of the run
let a = 1, map: Map<string, number> = new Map([["x", 1]]), record = { d: 1, e: [1, 2] };
const list: string[] = [
  "x", // first
];
const half = (x: number) => {
  const inner = 2;
  return x / inner;
};
let size = 10n, text: string | null = null
let later;
const { z } = { z: 1 };`,
    );
    const { output } = await papermill("--help-notebook", notebook);
    const listed = output.slice(output.indexOf("Parameters inferred")).split("\n").slice(1).join(" ");
    const expected = [
      "rate: number (default 0.5) learning rate",
      `name: string (default "a; b = 'c'") of the run`,
      "a: number (default 1)",
      'map: Map<string, number> (default new Map([["x", 1]]))',
      "record: Unknown type (default { d: 1, e: [1, 2] })",
      'list: string[] (default [ "x", ])',
      "half: Unknown type (default (x: number) => { const inner = 2; return x / inner; })",
      "size: bigint (default 10n)",
      "text: string | null (default null)",
    ];
    assert.equal(listed.trim().replace(/\s+/g, " "), expected.join(" "));
  });

  test("gets the package's version from the kernel's", () => {
    const { version } = JSON.parse(readFileSync(join(root, "src/kernel/package.json"), "utf8")) as {
      version: string;
    };
    assert.ok(existsSync(join(env.PYTHONPATH, `typescript_lab_papermill-${version}.dist-info`)));
  });
});
