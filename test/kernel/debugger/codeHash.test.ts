// The hash of a cell against ipykernel's, which JupyterLab computes, too.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, test } from "node:test";
import fc from "fast-check";
import { murmur2 } from "../../../src/kernel/debugger/codeHash.js";
import { noJupyter, root } from "../../support/venv.js";

describe("murmur2", () => {
  test("a cell's hash is ipykernel's for any text and seed", { skip: noJupyter }, () => {
    const cases = fc.sample(fc.tuple(fc.string({ unit: "binary" }), fc.nat(0xffffffff)), 300);
    cases.push(
      ["", 0],
      ["a", 1],
      ["ab", 2],
      ["abc", 3],
      ["abcd", 0xc70f6907],
      ["const s = '🛰️';", 0xffffffff],
    );
    const program =
      "import json, sys\nfrom ipykernel.compiler import murmur2_x86\nprint(json.dumps([murmur2_x86(text, seed) for text, seed in json.load(sys.stdin)]))";
    const printed = execFileSync(`${root}.venv/bin/python`, ["-c", program], {
      input: JSON.stringify(cases),
      encoding: "utf8",
    });
    assert.deepEqual(
      cases.map(([text, seed]) => murmur2(text, seed)),
      JSON.parse(printed),
    );
  });
});
