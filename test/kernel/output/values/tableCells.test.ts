// Rows of `console.table` that fit into a line.
import assert from "node:assert/strict";
import { Console } from "node:console";
import { Writable } from "node:stream";
import { describe, test } from "node:test";
import fc from "fast-check";
import { fittingRows } from "../../../../src/kernel/output/values/tableCells.js";

/** Returns the length of the longest line that Node prints for a table. */
function width(data: unknown): number {
  let text = "";
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  new Console({ stdout, colorMode: false }).table(data);
  return Math.max(...text.split("\n").map(({ length }) => length));
}

describe("fittingRows", () => {
  test("returns what fits as it is, and values without rows", () => {
    for (const data of [
      [{ a: 1, b: "x" }],
      [1, 2],
      "text",
      null,
      new Map([["k", "x".repeat(300)]]),
      { one: { a: 1 } },
    ])
      assert.equal(fittingRows(data), data);
  });

  test("shortens the long texts of a wide table only, and leaves the rows unchanged", () => {
    const rows = [{ id: 1, title: "t".repeat(300), note: "short" }];
    const [row] = fittingRows(rows) as typeof rows;
    assert.deepEqual([row!.id, row!.note, row!.title.at(-1)], [1, "short", "…"]);
    assert.ok(row!.title.length > 50);
    assert.equal(rows[0]!.title.length, 300);
    assert.equal(fittingRows(rows, ["id", "note"]), rows);
    assert.deepEqual(Object.keys(fittingRows({ first: rows[0]! }) as object), ["first"]);
  });

  test("makes a table of up to six columns at most 110 characters wide", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", " "), maxLength: 400 });
    const row = fc.record({ a: text, b: text, c: fc.integer(), d: fc.boolean(), e: text });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => width(fittingRows(rows)) <= 110),
    );
  });
});
