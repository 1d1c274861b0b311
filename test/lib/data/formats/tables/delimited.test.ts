import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, test } from "node:test";
import fc from "fast-check";
import { type DelimitedRow, delimitedRows } from "../../../../../src/lib/data/formats/tables/delimited.js";
import { python, run } from "../../../../support/venv.js";

async function rowsOf(pieces: readonly string[], separator = ","): Promise<DelimitedRow[]> {
  const rows: DelimitedRow[] = [];
  for await (const row of delimitedRows(pieces, separator)) rows.push(row);
  return rows;
}

const character = fc.constantFrom("a", "b", '"', '"', ",", ",", "\n", "\r", "\r\n", " ", "é", "\t", ";");
const text = fc.array(character, { maxLength: 14 }).map((parts) => parts.join(""));

describe("delimited text", () => {
  const noPython = existsSync(python) ? false : "Python is not set up: run npm run setup";
  test("has the fields that Python's csv reads", { skip: noPython }, async () => {
    const texts = fc.sample(text, { numRuns: 3000, seed: 5 });
    const script = `
import csv, io, json, sys
texts = json.load(open(sys.argv[1]))
print(json.dumps([[row for row in csv.reader(io.StringIO(text, newline="")) if row] for text in texts]))
`;
    const { mkdtempSync, rmSync, writeFileSync } = await import("node:fs");
    const folder = mkdtempSync("/tmp/delimited-");
    writeFileSync(`${folder}/texts.json`, JSON.stringify(texts));
    const { stdout, code, stderr } = await run(python, ["-c", script, `${folder}/texts.json`]);
    rmSync(folder, { recursive: true });
    assert.equal(code, 0, stderr);
    const expected = JSON.parse(stdout) as string[][][];
    for (const [i, one] of texts.entries()) {
      const found = (await rowsOf([one])).map(({ fields }) => fields);
      assert.deepEqual(found, expected[i], JSON.stringify(one));
    }
  });

  test("is the same in any pieces", async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.nat(), async (whole, at) => {
        const cut = whole.length === 0 ? 0 : at % whole.length;
        assert.deepEqual(await rowsOf([whole.slice(0, cut), whole.slice(cut)]), await rowsOf([whole]));
      }),
    );
  });

  test("names the line on which each row begins, and a quote that is not closed", async () => {
    const rows = await rowsOf(['a,"x\ny"\r\n\r\nb,c\n"open\n']);
    assert.deepEqual(rows, [
      { fields: ["a", "x\ny"], line: 1 },
      { fields: ["b", "c"], line: 4 },
      { fields: ["open\n"], line: 5, isOpen: true },
    ]);
  });
});
