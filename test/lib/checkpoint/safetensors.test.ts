import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import fc from "fast-check";
import { readTensors, writeTensors } from "../../../src/lib/checkpoint/safetensors.js";
import { CheckpointError } from "../../../src/lib/index.js";
import { noTorch, runTorch } from "../../support/torch.js";

const folder = mkdtempSync(join(tmpdir(), "safetensors-"));
after(() => rmSync(folder, { recursive: true }));
const file = join(folder, "file.safetensors");

suite("with Python's safetensors", { skip: noTorch }, () => {
  test("what is written here is read there: numbers, shapes and header", async () => {
    const tensors = [
      { name: "a.weight", shape: [2, 3], values: Float32Array.from([1, 2, 3, 4, 5, 6.5]) },
      { name: "scalar", shape: [], values: Float32Array.from([7]) },
    ];
    await writeTensors(file, { tensors, metadata: { note: "grün" } });
    const printed = await runTorch("-c", [
      `
import json, sys
from safetensors import safe_open
with safe_open(sys.argv[1], "np") as file:
    print(json.dumps([file.metadata(), {key: file.get_tensor(key).tolist() for key in file.keys()}]))
`,
      file,
    ]);
    const numbers = {
      "a.weight": [
        [1, 2, 3],
        [4, 5, 6.5],
      ],
      scalar: 7,
    };
    assert.deepEqual(JSON.parse(printed), [{ note: "grün" }, numbers]);
  });

  test("every half and every bfloat16, and whole numbers, become the same float32", async () => {
    await runTorch("-c", [
      `
import sys, torch
from safetensors.torch import save_file
bits = torch.arange(65536, dtype=torch.int32).to(torch.uint16)
tensors = {name: bits.clone().view(kind) for name, kind in (("half", torch.float16), ("bfloat16", torch.bfloat16))}
for kind in (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool, torch.float64):
    tensors[str(kind)] = torch.tensor([1, 0, 3, -4, 100]).to(kind)
wide = {f"{name} as float32": value.to(torch.float32).clone() for name, value in tensors.items()}
save_file(tensors | wide, sys.argv[1])
`,
      file,
    ]);
    const found = new Map((await readTensors(file)).tensors.map(({ name, values }) => [name, values]));
    assert.equal(found.size, 18);
    for (const [name, values] of found) {
      if (name.endsWith("float32")) continue;
      // Compared as numbers: what a NaN carries does not matter.
      assert.deepEqual([...values], [...found.get(`${name} as float32`)!], name);
    }
  });
});

test("any header either is read or is refused by the file's name", async () => {
  const entry = fc.oneof(
    fc.anything(),
    fc.record({
      dtype: fc.constantFrom("F32", "I64", "X"),
      shape: fc.oneof(fc.array(fc.integer({ min: -2, max: 4 }), { maxLength: 3 }), fc.anything()),
      data_offsets: fc.oneof(
        fc.tuple(fc.integer({ min: -4, max: 40 }), fc.integer({ max: 99 })),
        fc.anything(),
      ),
    }),
  );
  const header = fc.oneof(fc.anything(), fc.dictionary(fc.string({ maxLength: 3 }), entry, { maxKeys: 3 }));
  await fc.assert(
    fc.asyncProperty(header, async (value) => {
      const json = Buffer.from(
        JSON.stringify(value, (_, v) => (typeof v === "bigint" ? String(v) : v)) ?? "",
      );
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(json.length));
      writeFileSync(file, Buffer.concat([length, json, Buffer.alloc(32)]));
      await readTensors(file).catch((error) => {
        if (!(error instanceof CheckpointError) || !error.message.startsWith(file)) throw error;
      });
    }),
    { numRuns: 300 },
  );
});

/** Writes a header as text, with zeros behind it. */
function writeHeader(json: string, bytes: number): void {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(json)));
  writeFileSync(file, Buffer.concat([length, Buffer.from(json), Buffer.alloc(bytes)]));
}

test("two tensors at the same place, or one name twice, are refused and named", async () => {
  const entry = (start: number) => `{"dtype":"F32","shape":[2],"data_offsets":[${start},${start + 8}]}`;
  writeHeader(`{"a":${entry(0)},"b":${entry(4)}}`, 16);
  await assert.rejects(readTensors(file), /found a and b at the same place/);
  writeHeader(`{"a":${entry(0)},"a":${entry(8)}}`, 16);
  await assert.rejects(readTensors(file), /found the entry a twice/);
  writeHeader(`{"a":${entry(0)},"\\u0061":${entry(8)}}`, 16);
  await assert.rejects(readTensors(file), /found the entry a twice/);
  writeHeader(`{"__metadata__":{"a":"{\\"a\\":1}"},"a":${entry(0)},"b":${entry(8)}}`, 16);
  assert.equal((await readTensors(file)).tensors.length, 2);
});

test("a tensor is read when it is asked for", async () => {
  const huge = 4e9;
  writeHeader(
    `{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[${huge / 4}],"data_offsets":[4,${huge + 4}]}}`,
    0,
  );
  truncateSync(file, statSync(file).size + huge + 4); // A sparse file: it has the length and takes no space.
  const before = process.memoryUsage.rss();
  const { tensors } = await readTensors(file);
  assert.deepEqual([...tensors[0]!.values], [0]);
  assert.ok(process.memoryUsage.rss() - before < 100e6);
});
