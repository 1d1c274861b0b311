import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { DataError } from "../../../../src/lib/base/errors.js";
import { decodeRaster } from "../../../../src/lib/data/images/decodeImage.js";
import { parseStretch, type Stretch, stretchOf } from "../../../../src/lib/data/images/decodeOptions.js";
import { type SampleArray, stretched } from "../../../../src/lib/data/images/stretch.js";
import { tiffBytes } from "../../../support/tiff.js";
import { noTorch, runTorch } from "../../../support/torch.js";

const [width, height] = [40, 30];
/** Bytes of an image that uses the whole range. */
const bytes = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7) % 256);
type Make<T> = { from(values: ArrayLike<number>, map: (value: number) => number): T };
const scaled = <T extends SampleArray>(make: Make<T>, scale: number) =>
  make.from(bytes, (byte) => byte * scale);

/** Largest difference of two images. */
const difference = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((most, byte, i) => Math.max(most, Math.abs(byte - b[i]!)), 0);

describe("samples of more than 8 bits", () => {
  const shown: Record<string, SampleArray> = {
    "uint16 over its whole range": scaled(Uint16Array, 257),
    "uint16 of reflectances 0…3000": scaled(Uint16Array, 3000 / 255),
    "uint16 of reflectances 0…10000": scaled(Uint16Array, 10_000 / 255),
    "uint16 with the values of bytes": scaled(Uint16Array, 1),
    "int16 of reflectances": scaled(Int16Array, 3000 / 255),
    "int16 over its whole range": scaled(Int16Array, 32_767 / 255),
    "int32 of reflectances": scaled(Int32Array, 3000 / 255),
    "uint32 of reflectances": scaled(Uint32Array, 3000 / 255),
    "float32 in 0…1": scaled(Float32Array, 1 / 255),
    "float32 in 0…255": scaled(Float32Array, 1),
    "float32 of reflectances": scaled(Float32Array, 3000 / 255),
    "float64 in 0…1": scaled(Float64Array, 1 / 255),
    "float32 of small numbers": scaled(Float32Array, 1e-6),
  };
  for (const [name, samples] of Object.entries(shown)) {
    test(`become the bytes of the picture, neither black nor gray: ${name}`, async () => {
      for (const photometric of [1, 2]) {
        const { data } = await decodeRaster(tiffBytes({ width, height, samples, photometric }));
        assert.ok(difference(data, bytes) <= 1, `photometric ${photometric}: ${difference(data, bytes)}`);
      }
    });
  }

  test("of 16 bits keep their upper 8 in a full stretch, as in Pillow", () => {
    const samples = Uint16Array.from({ length: 65_536 }, (_, i) => i);
    assert.deepEqual(
      stretched(samples, "full"),
      Uint8Array.from(samples, (value) => value >> 8),
    );
  });

  test("without a measurement take no part and are black", () => {
    for (const [nodata, make] of [
      [-9999, Int16Array],
      [-9999, Float32Array],
      [0, Uint16Array],
      [65_535, Uint16Array],
      [Number.NaN, Float32Array],
      [-3.40282346638529e38, Float32Array],
      [undefined, Float32Array],
    ] as const) {
      const missing = nodata ?? Number.POSITIVE_INFINITY;
      const samples = new make(1000);
      for (let i = 0; i < 1000; i++) samples[i] = i < 300 ? missing : 1000 + i;
      for (const stretch of ["auto", "min-max", "percentile"] as const) {
        const found = stretched(samples, stretch, nodata);
        assert.deepEqual(new Set(found.subarray(0, 300)), new Set([0]), `${nodata} ${stretch}`);
        assert.equal(found[999], 255, `${nodata} ${stretch}`);
        assert.ok(Math.abs(found[650]! - 128) < 4, `${nodata} ${stretch}: ${found[650]}`);
      }
    }
  });

  test("of one bright pixel do not make the others black", () => {
    const samples = Uint16Array.from({ length: 10_000 }, (_, i) => (i === 5000 ? 65_535 : (i * 13) % 3000));
    const found = stretched(samples, "auto");
    const mean = found.reduce((sum, byte) => sum + byte, 0) / found.length;
    assert.ok(mean > 100 && mean < 155, `mean ${mean}`);
  });

  test("without any measurement are refused", async () => {
    const file = tiffBytes({
      width: 2,
      height: 2,
      samples: new Float32Array(12).fill(-9999),
      tags: { 42113: "-9999" },
    });
    await assert.rejects(
      decodeRaster(file),
      (error) => error instanceof DataError && /nodata in every pixel/.test(error.message),
    );
  });

  test("follow the chosen stretch: it is monotonic and reaches its limits", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 2, maxLength: 200 }),
        fc.constantFrom<Stretch>("auto", "full", "percentile", "min-max", [100, 5000]),
        (values, stretch) => {
          const samples = Uint16Array.from(values);
          const found = stretched(samples, stretch);
          const order = [...samples.keys()].sort((a, b) => samples[a]! - samples[b]!);
          for (let i = 1; i < order.length; i++) assert.ok(found[order[i - 1]!]! <= found[order[i]!]!);
          const [low, high] = [samples[order[0]!]!, samples[order.at(-1)!]!];
          if (stretch === "min-max" && low < high) {
            assert.equal(found[order[0]!], 0);
            assert.equal(found[order.at(-1)!], 255);
          }
          if (typeof stretch !== "string")
            assert.ok([...samples].every((value, i) => value < 5000 || found[i] === 255));
        },
      ),
    );
  });

  test("have NumPy's percentiles", { skip: noTorch }, async () => {
    const samples = Float32Array.from({ length: 5000 }, (_, i) => Math.sin(i * 1.7) * 700 + ((i * i) % 977));
    const script = `
import numpy as np, json, sys
a = np.array(json.load(open(sys.argv[1])), dtype=np.float32).astype(np.float64)
low, high = np.percentile(a, [2, 98])
print(json.dumps([float(low), float(high)]))
`;
    const { writeFileSync, mkdtempSync, rmSync } = await import("node:fs");
    const folder = mkdtempSync("/tmp/percentile-");
    writeFileSync(`${folder}/a.json`, JSON.stringify([...samples]));
    const [low, high] = JSON.parse(await runTorch("-c", [script, `${folder}/a.json`])) as [number, number];
    rmSync(folder, { recursive: true });
    assert.deepEqual(stretched(samples, "percentile"), stretched(samples, [low, high]));
  });
});

describe("the name of a stretch", () => {
  test("is read from a command line and a file, in usual spellings", () => {
    const cases: [string, Stretch][] = [
      ["0,3000", [0, 3000]],
      ["-1.5, 2", [-1.5, 2]],
      ["percentile", "percentile"],
      ["minmax", "min-max"],
      ["Min-Max", "min-max"],
      ["full", "full"],
      ["full range", "full"],
    ];
    for (const [text, expected] of cases) assert.deepEqual(parseStretch(text), expected);
    assert.deepEqual(stretchOf([0, 1]), [0, 1]);
  });
});
