import assert from "node:assert/strict";
import { test } from "node:test";
import { CellSyntaxError, parseCell } from "../../../src/kernel/source/cellSource.js";

test("a cell's declarations are found, values and types apart", () => {
  const { values, types } = parseCell(`
    import fs, { join as path, type Stats } from "node:fs";
    const { a, b: [c], ...rest } = f();
    function g() { const inner = 1; }
    class K {} enum E { A } interface I {} type T = string;`);
  assert.deepEqual(values, ["fs", "path", "a", "c", "rest", "g", "K", "E"]);
  assert.deepEqual(types, ["Stats", "I", "T"]);
});

test("imports become awaited calls", () => {
  const { script } = parseCell(`import a, {\n  b as c,\n} from "x";\nc;`);
  assert.equal(script.text, `const { default: a, b: c } = await __import("x", ["b"]);\nc;`);
});

test("type-only imports vanish, export is dropped, import() and import.meta are redirected", () => {
  const script = (code: string) => parseCell(code).script.text;
  assert.equal(script(`import type { A } from "x";`), "");
  assert.equal(script("export const a = 1;"), "const a = 1;");
  assert.equal(script(`import("x"); import.meta.url`), `__import("x"); __importMeta.url`);
});

test("every await is marked as a place to stop at", () => {
  const { script } = parseCell(
    "const f = async () => await (await g());\nfor await (const x of y) z = await x",
  );
  assert.equal(
    script.text,
    "const f = async () => __resumed(await (__resumed(await g())));\nfor await (const x of y) { __resumed(); z = __resumed(await x) }",
  );
});

test("a place in the script leads back to the cell", () => {
  const code = `import { a } from "x"; export const found = await a;`;
  const { script } = parseCell(code);
  assert.equal(script.origin(script.text.indexOf("found")), code.indexOf("found"));
});

test("a syntax error tells where it is", () => {
  assert.throws(
    () => parseCell("const x = ;"),
    (error) => error instanceof CellSyntaxError && error.offset === 10,
  );
});
