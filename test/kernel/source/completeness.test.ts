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
    "{a: 1, b: 2}",
    "!ls -la | wc",
    "%time f()",
    "name?",
    "#!/usr/bin/env node\n1",
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

  const indented: Record<string, string> = {
    "if (a) {": "  ",
    "if (a) {\n  b();": "  ",
    "for (const a of b) {\n  if (a) {": "    ",
    "for (const a of b) {\n  if (a) {\n    c();\n    }": "  ",
    "for (const a of b) {\n  if (a) {\n    c();\n  }": "  ",
    "if (a) {\n  b();\n} else {": "  ",
    "if (a) {\n  b();\n  } else {": "  ",
    "f(a, [\n  1,\n  2,\n  ],": "  ",
    "f({\n  a: [": "    ",
    "\tif (a) {": "\t\t",
    "const t = `${f({": "  ",
    "if (a) { // {": "  ",
    'const s = "{"; f(': "  ",
    "const r = /[{(]/; f(": "  ",
    "const t = `{`; f(": "  ",
    "const half = a / 2; const third = (a": "  ",
    "a +": "",
    "  a +": "  ",
    "x =>": "",
  };
  for (const [code, indent] of Object.entries(indented))
    test(`the line after ${JSON.stringify(code)} is indented by ${JSON.stringify(indent)}`, () =>
      assert.deepEqual(completeness(code), { status: "incomplete", indent }));
});
