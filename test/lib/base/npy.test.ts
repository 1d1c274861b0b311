import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import { DataError } from "../../../src/lib/base/errors.js";
import { readNpy, writeNpy } from "../../../src/lib/base/npy.js";

const folder = mkdtempSync(join(tmpdir(), "npy-"));
after(() => rmSync(folder, { recursive: true }));
const file = join(folder, "a.npy");

describe("writeNpy and readNpy", () => {
  test("return what was written", async () => {
    const shape = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(shape, async (lengths) => {
        const size = lengths.reduce((product, length) => product * length, 1);
        const values = Float32Array.from({ length: size }, (_, i) => i / 3);
        await writeNpy(file, { shape: lengths, values });
        assert.deepEqual(await readNpy(file), { shape: lengths, values });
      }),
      { numRuns: 20 },
    );
  });

  test("reject values that do not match the shape, and another file", async () => {
    await assert.rejects(writeNpy(file, { shape: [2, 2], values: new Float32Array(3) }), DataError);
    await assert.rejects(readNpy(import.meta.filename), DataError);
  });
});
