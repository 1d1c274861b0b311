// The decision of a console between running code and asking for another line.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells hold templates
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { completeness } from "../../../src/kernel/source/completeness.js";

const samples: Record<string, readonly string[]> = {
  complete: [
    "1 + 1",
    "await (async () => 1)()",
    "<T>(x: T) => x",
    "const f = <T,>(x: T) => x;",
    "`a ${`b ${1}`} c`",
    "if (x) { y() }",
    "const a = 1 // {",
    "const r = /[({]/;",
    "/* { */ 1",
    "f<number>(2)",
    "class A {}\n",
    "",
  ],
  incomplete: [
    "for (const a of [1]) {",
    "f(",
    "f(1,",
    "const a = [",
    "const a = {\n  b: 1,",
    "`open",
    "`open ${",
    "`open ${1} more\n",
    "/* open",
    "x => ",
    "const a =",
    "a +",
    "function f(a: number): string",
    "if (a) {\n  b();\n} else {",
    "class A {\n  m() {",
    "type A = {",
    "enum E {",
    "import {",
    "await",
  ],
  invalid: ["const x = ;", "let s = 'abc", "a b c", "f(]", "}", "const 1 = 2", "import x fom 'y'"],
};

describe("completeness", () => {
  for (const [status, codes] of Object.entries(samples)) {
    for (const code of codes)
      test(`${JSON.stringify(code)} is ${status}`, () => assert.equal(completeness(code).status, status));
  }

  test("the next line is indented as the last one, and once more after an opened bracket", () => {
    assert.deepEqual(completeness("  if (a) {"), { status: "incomplete", indent: "    " });
    assert.deepEqual(completeness("f(\n  1,"), { status: "incomplete", indent: "  " });
  });
});
