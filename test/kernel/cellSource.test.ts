import assert from "node:assert/strict";
import { test } from "node:test";
import { CellSyntaxError, parseCell } from "../../src/kernel/execution/cellSource.js";
import { completeness } from "../../src/kernel/execution/completeness.js";

test("a cell's declarations are found, values and types apart", () => {
  const { values, types } = parseCell(`
    import fs, { join as path, type Stats } from "node:fs";
    const { a, b: [c], ...rest } = f();
    function g() { const inner = 1; }
    class K {} enum E { A } interface I {} type T = string;`);
  assert.deepEqual(values, ["fs", "path", "a", "c", "rest", "g", "K", "E"]);
  assert.deepEqual(types, ["Stats", "I", "T"]);
});

test("imports become awaited calls that keep the lines after them", () => {
  const { script } = parseCell(`import a, {\n  b as c,\n} from "x";\nc;`);
  assert.equal(script, `const { default: a, b: c } = await __import("x");\n\n\nc;`);
});

test("type-only imports vanish, export is dropped, import() and import.meta are redirected", () => {
  assert.equal(parseCell(`import type { A } from "x";`).script, "");
  assert.equal(parseCell("export const a = 1;").script, "const a = 1;");
  assert.equal(
    parseCell(`await import("x"); import.meta.url`).script,
    `await __import("x"); __importMeta.url`,
  );
});

test("a syntax error tells where it is", () => {
  assert.throws(
    () => parseCell("const x = ;"),
    (error) => error instanceof CellSyntaxError && error.offset === 10,
  );
});

const expected: [string, string][] = [
  ["for (const a of [1]) {", "incomplete"],
  ["const a = `x", "incomplete"],
  ["f(", "incomplete"],
  ["/* comment", "incomplete"],
  ["x => ", "incomplete"],
  ["const x = ;", "invalid"],
  ["let s = 'abc", "invalid"],
  ["<T>(x: T) => x", "complete"],
  ["await (async () => 1)()", "complete"],
];
for (const [code, status] of expected) {
  test(`${JSON.stringify(code)} is ${status}`, () => assert.equal(completeness(code).status, status));
}
