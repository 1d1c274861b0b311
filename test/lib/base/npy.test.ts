import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import { DataError } from "../../../src/lib/base/errors.js";
import { readNpy, readNpyExactly, writeNpy } from "../../../src/lib/base/npy.js";

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

  test("read float64 as float32 or exactly, and column order as row order, as numpy.save writes them", async () => {
    const write = (descr: string, fortran: string, shape: string, values: Float32Array | Float64Array) => {
      const dictionary = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': (${shape}), }`;
      const header = `${dictionary.padEnd(117)}\n`;
      const head = Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(118, 0)}${header}`, "latin1");
      writeFileSync(file, Buffer.concat([head, Buffer.from(values.buffer)]));
    };
    write("<f8", "False", "2, 2", Float64Array.of(0.1, -2, 3, 1e-3));
    assert.deepEqual(await readNpy(file), { shape: [2, 2], values: Float32Array.of(0.1, -2, 3, 1e-3) });
    write("<f8", "True", "2, 2", Float64Array.of(0.1, -2, 3, 1e-3));
    assert.deepEqual(await readNpyExactly(file), {
      shape: [2, 2],
      values: Float64Array.of(0.1, 3, -2, 1e-3),
    });
    write("<f4", "True", "2, 3", Float32Array.of(1, 4, 2, 5, 3, 6));
    assert.deepEqual(await readNpy(file), { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) });
    for (const descr of [">f4", "<i8", "|O"]) {
      write(descr, "False", "2,", Float32Array.of(1, 2));
      await assert.rejects(readNpy(file), { name: "DataError", message: /float32 or float64/ });
    }
  });

  test("write indexes as int32", async () => {
    await writeNpy(file, { shape: [2], values: Int32Array.of(1, -1) });
    const bytes = readFileSync(file);
    assert.match(bytes.toString("latin1"), /'descr': '<i4'/);
    assert.deepEqual([...bytes.subarray(-8)], [1, 0, 0, 0, 255, 255, 255, 255]);
  });

  test("reject values that do not match the shape, and another file", async () => {
    await assert.rejects(writeNpy(file, { shape: [2, 2], values: new Float32Array(3) }), DataError);
    await assert.rejects(readNpy(import.meta.filename), DataError);
  });
});
