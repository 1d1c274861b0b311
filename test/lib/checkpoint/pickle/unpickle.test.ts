import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { type Pickled, PickleError } from "../../../../src/lib/checkpoint/pickle/pickled.js";
import { unpickle } from "../../../../src/lib/checkpoint/pickle/unpickle.js";
import { knownGlobal, storageOf } from "../../../../src/lib/checkpoint/pytorch/globals.js";
import { readPytorch } from "../../../../src/lib/checkpoint/pytorch/readPytorch.js";
import { CheckpointError } from "../../../../src/lib/index.js";
import { noTorch, runTorch } from "../../../support/torch.js";

const folder = mkdtempSync(join(tmpdir(), "pickle-"));
after(() => rmSync(folder, { recursive: true }));

const read = (bytes: Uint8Array) =>
  unpickle(Buffer.from(bytes), 0, { global: knownGlobal, persistent: storageOf }).value;

/** Legacy checkpoints start with a magic number and a protocol version. */
const legacyStart = Buffer.from("80028a0a6cfc9c46f9206aa850192e80024de9032e80027d2e", "hex");

test("a pickle that would run a command is refused, and the command is named", async () => {
  const written = join(folder, "written");
  for (const [module, name] of [
    ["posix", "system"],
    ["builtins", "eval"],
    ["torch.serialization", "load"],
    ["numpy.testing._private.utils", "runstring"],
  ]) {
    const command = `touch ${written}`;
    const call = `\x80\x02c${module}\n${name}\nX${String.fromCharCode(command.length)}\0\0\0${command}\x85R.`;
    const file = join(folder, "evil.pth.tar");
    writeFileSync(file, Buffer.concat([legacyStart, Buffer.from(call, "latin1")]));
    await assert.rejects(readPytorch(file), (error: Error) => {
      assert.ok(error instanceof CheckpointError);
      assert.match(error.message, new RegExp(`${module}\\.${name}`));
      return error.message.startsWith(file);
    });
  }
});

test("a name that no checkpoint needs is refused even where it is not called", () => {
  assert.throws(() => read(Buffer.from("\x80\x02cos\nsystem\n.", "latin1")), /asks for .*"os\.system"/);
  assert.throws(() => read(Buffer.from("\x80\x04\x8c\x02os\x8c\x06system\x93.", "latin1")), /"os\.system"/);
  assert.throws(() => read(Buffer.from("\x80\x02c__proto__\nconstructor\n.", "latin1")), PickleError);
});

test("what is known only as a type cannot be called", () => {
  assert.throws(
    () => read(Buffer.from("\x80\x02ctorch\nFloatStorage\n)R.", "latin1")),
    /calls torch\.FloatStorage/,
  );
});

test("any bytes either give a value or are refused: nothing hangs, nothing else is thrown", () => {
  const start = Buffer.from(
    "\x80\x02}q\0(X\x01\0\0\0aK\x01X\x01\0\0\0b]q\x01(G?\xf8\0\0\0\0\0\0Neu.",
    "latin1",
  );
  const mutated = fc
    .array(fc.tuple(fc.nat(start.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 6 })
    .map((changes) => {
      const bytes = Buffer.from(start);
      for (const [place, value] of changes) bytes[place] = value;
      return bytes;
    });
  fc.assert(
    fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 60 })), (bytes) => {
      try {
        read(bytes);
      } catch (error) {
        if (!(error instanceof PickleError)) throw error;
      }
    }),
    { numRuns: 2000 },
  );
});

test("a pickle cut off at any place is refused", () => {
  const whole = Buffer.from("\x80\x02}q\0X\x05\0\0\0epochK\x0cs.", "latin1");
  assert.deepEqual(read(whole), new Map([["epoch", 12]]));
  for (let length = 0; length < whole.length; length++)
    assert.throws(() => read(whole.subarray(0, length)), PickleError);
});

test("values of every protocol are those of Python", { skip: noTorch }, async () => {
  const printed = await runTorch("-c", [
    `
import pickle, collections
value = {"a": [1, -1, 255, 65536, -2**31, 2**40, -2**70, 1.5, True, False, None], "b": ("x", ("y",), ()),
         "long": "ä" * 300, "bytes": b"\\x00\\xff", "set": {3}, "o": collections.OrderedDict(k=1)}
value["again"] = value["a"]
for protocol in (2, 3, 4, 5):
    print(pickle.dumps(value, protocol=protocol).hex())
`,
  ]);
  const list: Pickled[] = [1, -1, 255, 65536, -(2 ** 31), 2 ** 40, -(2n ** 70n), 1.5, true, false, null];
  for (const [i, line] of printed.trim().split("\n").entries()) {
    const value = read(Buffer.from(line, "hex")) as Map<string, Pickled>;
    assert.deepEqual(value.get("a"), list);
    assert.equal(value.get("again"), value.get("a"));
    assert.deepEqual(value.get("b"), ["x", ["y"], []]);
    assert.equal(value.get("long"), "ä".repeat(300));
    assert.deepEqual([...(value.get("bytes") as Uint8Array)], [0, 255], `line ${i}`);
    assert.deepEqual(value.get("o"), new Map([["k", 1]]));
  }
});
