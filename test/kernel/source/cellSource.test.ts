import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CellSyntaxError, parseCell } from "../../../src/kernel/source/cellSource.js";

describe("parseCell", () => {
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

  test("type-only imports and export are removed, import() and import.meta are replaced", () => {
    const script = (code: string) => parseCell(code).script.text;
    assert.equal(script(`import type { A } from "x";`), "");
    assert.equal(script("export const a = 1;"), "const a = 1;");
    assert.equal(script(`import("x"); import.meta.url`), `__import("x"); __importMeta.url`);
  });

  test("every await can stop the cell", () => {
    const { script } = parseCell(
      "const f = async () => await (await g());\nfor await (const x of y) z = await x",
    );
    assert.equal(
      script.text,
      "const f = async () => __resumed(await (__resumed(await g())));\nfor await (const x of y) { __resumed(); z = __resumed(await x) }",
    );
  });

  test("a position in the script leads back to the cell", () => {
    const code = `import { a } from "x"; export const found = await a;`;
    const { script } = parseCell(code);
    assert.equal(script.origin(script.text.indexOf("found")), code.indexOf("found"));
  });

  test("a syntax error has its position", () => {
    assert.throws(
      () => parseCell("const x = ;"),
      (error) => error instanceof CellSyntaxError && error.offset === 10,
    );
  });
});
