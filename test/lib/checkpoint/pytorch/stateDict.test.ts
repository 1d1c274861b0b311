import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { readStateDict } from "../../../../src/lib/checkpoint/index.js";
import { readWeights } from "../../../../src/lib/checkpoint/readWeights.js";
import { CheckpointError } from "../../../../src/lib/index.js";
import { noTorch, runTorch } from "../../../support/torch.js";
import { zipOf } from "../../../support/zip.js";

const folder = mkdtempSync(join(tmpdir(), "state-dict-"));
const at = (name: string) => join(folder, name);
after(() => rmSync(folder, { recursive: true }));

suite("files of torch.save", { skip: noTorch }, () => {
  type Numbers = Record<string, { shape: number[]; values: number[] }>;
  let files: Record<string, Numbers>;
  before(async () => {
    const script = fileURLToPath(new URL("../../../support/pytorch/files.py", import.meta.url));
    files = JSON.parse(await runTorch(script, [folder]));
  });

  /** The tensors of a file in the form of PyTorch's answer. */
  async function numbersOf(name: string): Promise<Numbers> {
    const { tensors } = await readStateDict(at(name));
    return Object.fromEntries(
      tensors.map((array) => [array.name, { shape: [...array.shape], values: [...array.values] }]),
    );
  }

  test("views, negated views, precisions and formats hold the numbers that PyTorch reads", async () => {
    for (const name of ["zip.pth", "legacy.pth", "protocol4.pth", "protocol5.pth"]) {
      const found = await numbersOf(name);
      assert.deepEqual(Object.keys(found), Object.keys(files[name]!), name);
      for (const [tensor, { shape, values }] of Object.entries(files[name]!)) {
        assert.deepEqual(found[tensor]!.shape, shape, `${name} ${tensor}`);
        assert.deepEqual(found[tensor]!.values, values.map(Math.fround), `${name} ${tensor}`);
      }
    }
  });

  test("names lose what DataParallel, torch.compile and Lightning add, under every usual key", async () => {
    const wrapped = Object.keys(files).filter((name) => !/^(zip|legacy|protocol|beside|outside)/.test(name));
    assert.ok(wrapped.length > 10);
    for (const name of wrapped) assert.deepEqual(await numbersOf(name), files[name], name);
  });

  test("the tar archive of PyTorch before 0.1.10 is read", async () => {
    assert.deepEqual(await numbersOf("tar.pth"), files["tar.pth"]);
  });

  test("objects beside the weights are skipped and named", async () => {
    for (const protocol of [2, 3, 4, 5]) {
      const { skipped = [] } = await readStateDict(at(`beside${protocol}.pth`));
      assert.deepEqual(await numbersOf(`beside${protocol}.pth`), files[`beside${protocol}.pth`]);
      assert.deepEqual(await numbersOf(`outside${protocol}.pth`), files[`outside${protocol}.pth`]);
      for (const note of [
        "device: torch.device",
        "dtype: torch.bfloat16",
        "array: numpy.ndarray [2,3]",
        "counter: dict",
      ])
        assert.ok(skipped.includes(note), `${note} in ${skipped.join(", ")}`);
    }
  });

  test("a file cut off at any place is refused by name, unless only its padding is missing", async () => {
    for (const name of ["zip.pth", "legacy.pth", "tar.pth"]) {
      const whole = readFileSync(at(name));
      for (let part = 0; part < 20; part++) {
        writeFileSync(at("cut.pth"), whole.subarray(0, Math.floor((whole.length * part) / 20)));
        try {
          await readWeights(at("cut.pth"));
          assert.equal(name, "tar.pth", `part ${part}`);
          assert.deepEqual(await numbersOf("cut.pth"), files[name]);
        } catch (error) {
          assert.ok(error instanceof CheckpointError, `${name} ${part}: ${error}`);
          assert.ok(error.message.startsWith(at("cut.pth")), error.message);
          assert.doesNotMatch(error.message, /central directory|\.;/);
        }
      }
    }
  });
});

/** A pickle of {"weight": tensor} with the given shape and strides over a storage of `length` float32. */
function pickleOf(shape: readonly number[], strides: readonly number[], length: number): Buffer {
  const number = (value: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return `\x8a\x08${bytes.toString("latin1")}`;
  };
  const tuple = (values: readonly number[]) => `(${values.map(number).join("")}t`;
  const text = (value: string) => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
  const storage = `(${text("storage")}ctorch\nFloatStorage\n${text("0")}${text("cpu")}${number(length)}tQ`;
  const tensor = `ctorch._utils\n_rebuild_tensor_v2\n(${storage}${number(0)}${tuple(shape)}${tuple(strides)}\x89}tR`;
  return Buffer.from(`\x80\x02}${text("weight")}${tensor}s.`, "latin1");
}

test("a small file that claims a huge tensor is refused before memory is allocated", async () => {
  const before = process.memoryUsage.rss();
  const huge = zipOf({ "a/data.pkl": pickleOf([1 << 20, 1 << 20], [0, 0], 1), "a/data/0": Buffer.alloc(4) });
  writeFileSync(at("huge.pth"), huge);
  await assert.rejects(
    readStateDict(at("huge.pth")),
    /huge\.pth: .* 1099511627776 elements in a storage with 1;/,
  );
  const beyond = zipOf({ "a/data.pkl": pickleOf([1 << 28], [1], 1 << 28), "a/data/0": Buffer.alloc(4) });
  writeFileSync(at("beyond.pth"), beyond);
  await assert.rejects(
    readStateDict(at("beyond.pth")),
    /storage "0" with 4 bytes instead of 268435456 elements/,
  );
  assert.ok(process.memoryUsage.rss() - before < 200e6);
});

test("an entry that inflates to a thousand times its length is refused, and one that nobody needs is not read", async () => {
  const zeros = Buffer.alloc(40e6);
  const weights = pickleOf([2], [1], 2);
  const bomb = { data: deflateRawSync(zeros), length: zeros.length };
  writeFileSync(at("bomb.pth"), zipOf({ "a/data.pkl": weights, "a/data/0": bomb }));
  await assert.rejects(readStateDict(at("bomb.pth")), /a\/data\/0 of \d+ bytes that inflates to 40000000/);
  const numbers = Buffer.from(Float32Array.of(1.5, -2).buffer);
  const broken = { data: Buffer.from("no deflate stream"), length: 20 };
  writeFileSync(at("unused.pth"), zipOf({ "a/data.pkl": weights, "a/data/0": numbers, "a/data/1": broken }));
  const { tensors } = await readStateDict(at("unused.pth"));
  assert.deepEqual([...tensors[0]!.values], [1.5, -2]);
});

test("a download's error page, an archive, a pointer and an image are recognized", async () => {
  const contents: Record<string, string> = {
    "an HTML page": "<!DOCTYPE html><html>Quota exceeded</html>",
    "a gzip archive": "\x1f\x8b\x08\0",
    "a Git LFS pointer": "version https://git-lfs.github.com/spec/v1\noid sha256:0",
    "an empty file": "",
    "zeros only": "\0".repeat(100),
    "a PNG image": "\x89PNG\r\n",
  };
  for (const [kind, content] of Object.entries(contents)) {
    for (const name of ["best.pth", "best.safetensors"]) {
      writeFileSync(at(name), content, "latin1");
      await assert.rejects(readWeights(at(name)), (error: Error) => {
        assert.ok(error instanceof CheckpointError);
        assert.ok(
          error.message.startsWith(`${at(name)}: expected a checkpoint, found ${kind}`),
          error.message,
        );
        return true;
      });
    }
  }
});

test("the small inputs that once cost seconds and gigabytes are refused", {
  skip: !process.env.AMFMN_SHARED && "the shared inputs are not here",
}, async () => {
  for (const name of ["expanded.pth", "expanded2d.pth", "html_named.pth"]) {
    copyFileSync(join(process.env.AMFMN_SHARED!, "inputs/checkpoints", name), at(name));
    await assert.rejects(readWeights(at(name)), CheckpointError);
  }
});
