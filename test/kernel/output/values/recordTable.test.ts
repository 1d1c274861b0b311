// An array of records as an HTML table.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { JSDOM } from "jsdom";
import { recordsHtml } from "../../../../src/kernel/output/values/recordTable.js";

/** Returns the texts of the table's cells by row, with the header first. */
function cells(html: string): string[][] {
  const rows = new JSDOM(html).window.document.querySelectorAll("tr");
  return [...rows].map((row) => [...row.children].map((cell) => cell.textContent ?? ""));
}

describe("recordsHtml", () => {
  test("has a row for each record and a column for each key, numbers at the right with equal decimals", () => {
    const html = recordsHtml([
      { id: 1, city: "Ulm <b>", score: 0.5, seen: true },
      { id: 20, city: "Bonn & Köln", score: 12.25, at: new Date(0), tags: ["a", { b: 1 }] },
      { id: 3, city: null, score: Number.NaN },
    ])!;
    assert.deepEqual(
      cells(html),
      [
        ["", "id", "city", "score", "seen", "at", "tags"],
        ["0", "1", "Ulm <b>", "0.50", "true", "", ""],
        ["1", "20", "Bonn & Köln", "12.25", "", "1970-01-01T00:00:00.000Z", "[ 'a', [Object] ]"],
        ["2", "3", "null", "NaN", "", "", ""],
      ].map((row) => row),
    );
    assert.match(html, /<td style="text-align: right">12.25</);
    assert.match(html, /<td style="text-align: left">Ulm &lt;b&gt;</);
    assert.doesNotMatch(html, /<style|color|class="(?!dataframe)/);
  });

  test("shows the first rows and columns of a large one, and how many there are", () => {
    const wide = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`c${i}`, i]));
    const html = recordsHtml(Array(1234).fill(wide))!;
    const rows = cells(html);
    assert.deepEqual([rows.length, rows[0]!.length], [21, 22]);
    assert.match(html, /<p>20 of 1,234 rows, 20 of 30 columns<\/p>/);
    assert.doesNotMatch(recordsHtml(Array(50).fill({ a: 1 }))!, /<p>/);
  });

  test("keeps numbers that six decimals would hide", () => {
    assert.deepEqual(
      cells(recordsHtml([{ p: 1e-7 }, { p: 0.25 }])!).map(([, p]) => p),
      ["p", "1e-7", "0.25"],
    );
    assert.deepEqual(
      cells(recordsHtml([{ p: 1 / 3 }, { p: 2 }])!).map(([, p]) => p),
      ["p", "0.333333", "2.000000"],
    );
    assert.deepEqual(cells(recordsHtml([{ p: 2n ** 70n }, { p: 1n }])!)[1], ["0", "1180591620717411303424n"]);
  });

  test("is for records with common keys only", () => {
    class Point {
      x = 1;
    }
    const displayed = { a: 1, [Symbol.for("Jupyter.display")]: () => ({}) };
    for (const value of [
      [],
      [1],
      [{}],
      [[1]],
      [null],
      [{ a: 1 }, 2],
      [new Point()],
      { a: 1 },
      [new Map()],
      [displayed],
      "text",
      undefined,
      new Proxy([{ a: 1 }], {}),
    ])
      assert.equal(recordsHtml(value), undefined);
    const different = Array.from({ length: 5 }, (_, i) => ({ [`k${i}`]: i }));
    assert.equal(recordsHtml(different), undefined);
  });

  test("escapes every key and value", () => {
    const record = fc.dictionary(
      fc.string({ minLength: 1 }),
      fc.oneof(fc.string(), fc.double(), fc.boolean()),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(
        record,
        fc.constantFrom("<script>x</script>", '"><img src=x onerror=y>', "&lt;"),
        (row, bad) => {
          const html = recordsHtml([{ ...row, [bad]: bad }])!;
          const { document } = new JSDOM(html).window;
          assert.equal(document.querySelectorAll("script, img").length, 0);
          assert.ok(
            cells(html)
              .flat()
              .filter((text) => text === bad).length >= 1,
          );
        },
      ),
      { numRuns: 30 },
    );
  });
});
