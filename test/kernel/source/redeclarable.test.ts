import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { Redeclarations } from "../../../src/kernel/source/redeclarable.js";

describe("Redeclarations", () => {
  test("puts the value of the last expression into a list, wherever the expression begins and ends", () => {
    const scripts: [script: string, value: unknown][] = [
      ["'text'", "text"],
      ["1, 2;", 2],
      ["(3) // three\n;", 3],
      ["let a = 4\na", 4],
      ["let list = [[5]]\n;list\n", [[5]]],
      ["var b = 6;\n(b)", 6],
      ["({ c: 7 }).c /* seven */", 7],
      ["(function () { return 8 })()", 8],
      ["let d = () => 9\nd()", 9],
      ["`10`", "10"],
    ];
    for (const [script, value] of scripts) {
      const { text, boxed } = new Redeclarations().rewrite(script, [], [], true);
      assert.equal(boxed, true, script);
      assert.equal(JSON.stringify(runInNewContext(text)), JSON.stringify([value]), text);
    }
  });

  test("keeps a script without a value as it is", () => {
    for (const script of ["let a = 1;", "if (true) 2;", ""]) {
      const { text, boxed } = new Redeclarations().rewrite(script, [], [], true);
      assert.equal(boxed, false);
      assert.ok(text.endsWith(script));
    }
  });
});
