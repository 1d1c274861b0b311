import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { DataError } from "../../../src/lib/base/errors.js";
import { Random } from "../../../src/lib/base/random.js";
import { releasedObjects, writeReleasedObjects } from "../../../src/lib/objects/index.js";
import { noTorch, runTorch } from "../../support/torch.js";

const folder = mkdtempSync(join(tmpdir(), "released-"));
after(() => rmSync(folder, { recursive: true }));

const noPixels = { size: 8, values: new Float32Array(0) };
const read = async (file: string, ...names: string[]) =>
  (await releasedObjects(file)).read(
    names.map((name) => ({ name })),
    noPixels,
  );

function matrix(seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: 400 }, () => random.between(-1, 1));
}

const npyOf = (
  pickle: Buffer | string,
  header = "{'descr': '|O', 'fortran_order': False, 'shape': (), }",
) => {
  const start = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${header.padEnd(117)}\n`, "latin1");
  return Buffer.concat([start, typeof pickle === "string" ? Buffer.from(pickle, "latin1") : pickle]);
};

/** Writes a file and returns the message of the error that reading it causes. */
async function messageOf(bytes: Buffer, ...names: string[]): Promise<string> {
  const file = join(folder, "bad.npy");
  writeFileSync(file, bytes);
  const error = await read(file, ...names).then(
    () => assert.fail("the file was read"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof DataError, String(error));
  assert.ok(error.message.startsWith(file));
  assert.ok(!error.message.includes("\n"));
  return error.message.slice(file.length);
}

describe("the authors' file of matrices", () => {
  const file = join(folder, "own.npy");
  const images = ["a.tif", "b.c.tif", "d"].map((image, i) => ({
    image,
    objects: matrix(i),
    adjacency: matrix(10 + i),
  }));

  test("returns the matrices that were written, by the name up to its first dot", async () => {
    await writeReleasedObjects(file, images);
    const { objects, adjacency } = await read(file, "d.png", "b.jpg", "a.tif", "a.other.tif");
    for (const [row, i] of [2, 1, 0, 0].entries()) {
      assert.deepEqual(objects.slice(400 * row, 400 * row + 400), images[i]!.objects);
      assert.deepEqual(adjacency.slice(400 * row, 400 * row + 400), images[i]!.adjacency);
    }
  });

  test("names the image and the key that it lacks", async () => {
    await assert.rejects(read(file, "a.tif", "port_9.tif"), (error: Error) => {
      assert.ok(error instanceof DataError);
      assert.match(
        error.message,
        /own\.npy: expected "port_9\.txt" in local_rep for the image port_9\.tif, found 3/,
      );
      return true;
    });
  });

  test("is not written with two images of one key or a matrix of another size", async () => {
    const [first] = images;
    const twice = [first!, { ...first!, image: "a.png" }];
    await assert.rejects(writeReleasedObjects(join(folder, "twice.npy"), twice), /a\.tif and a\.png/);
    const short = [{ ...first!, objects: new Float32Array(380) }];
    await assert.rejects(writeReleasedObjects(join(folder, "short.npy"), short), /found 380/);
    assert.ok(!existsSync(join(folder, "twice.npy")));
  });

  test("is refused with one sentence when it is of another kind", async () => {
    const whole = readFileSync(file);
    assert.match(await messageOf(Buffer.from("PK\x03\x04….")), /found a zip archive, as numpy\.savez writes/);
    assert.match(await messageOf(Buffer.alloc(0)), /found an empty file/);
    assert.match(await messageOf(Buffer.from("<!doctype html>")), /found an HTML page/);
    assert.match(await messageOf(whole.subarray(0, 60)), /no \.npy file, or the beginning of one/);
    for (const length of [140, 700, whole.length - 1])
      assert.match(await messageOf(whole.subarray(0, length)), /found a pickle that is cut off/);
    const floats = npyOf(Buffer.alloc(1600), "{'descr': '<f4', 'fortran_order': False, 'shape': (20, 20), }");
    assert.match(await messageOf(floats), /found an array \[20,20\] of the type <f4/);
    assert.match(await messageOf(npyOf("\x80\x02K\x05.")), /found a number in it/);
    assert.match(await messageOf(npyOf("\x80\x02}X\x01\0\0\0aK\x01s.")), /found the keys "a"/);
  });

  test("never runs a command of its pickle", async () => {
    const written = join(folder, "written");
    const command = `touch ${written}`;
    const call = `\x80\x02cposix\nsystem\nX${String.fromCharCode(command.length)}\0\0\0${command}\x85R.`;
    assert.match(await messageOf(npyOf(call)), /asks for the Python object "posix\.system"/);
    assert.match(await messageOf(npyOf("\x80\x02ctorch\nFloatStorage\n.")), /"torch\.FloatStorage"/);
    assert.ok(!existsSync(written));
  });

  test("cannot ask for more memory than its own bytes", async () => {
    const megabyte = Buffer.alloc(2 ** 20, "x");
    const length = Buffer.alloc(4);
    length.writeUInt32LE(megabyte.length);
    const once = Buffer.concat([
      Buffer.from("\x80\x02X", "latin1"),
      length,
      megabyte,
      Buffer.from("q\0", "latin1"),
    ]);
    const again = Buffer.from("0c_codecs\nencode\nh\0X\x06\0\0\0latin1\x86R".repeat(1000), "latin1");
    const bomb = Buffer.concat([once, again, Buffer.from(".")]);
    assert.match(await messageOf(npyOf(bomb)), /a pickle that repeats its bytes/);
    // 2000 arrays over the same megabyte.
    const array =
      "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85C\x01b\x87R(K\x01J\0\0\x10\0\x85cnumpy\ndtype\nX\x02\0\0\0u1\x85R\x89h\0tb";
    const bytes = Buffer.concat([
      Buffer.from("\x80\x03B", "latin1"),
      length,
      megabyte,
      Buffer.from("q\0](", "latin1"),
    ]);
    const many = Buffer.concat([bytes, Buffer.from(`${array.repeat(2000)}e.`, "latin1")]);
    const before = process.memoryUsage().arrayBuffers;
    assert.match(await messageOf(npyOf(many)), /found a list in it/);
    assert.ok(process.memoryUsage().arrayBuffers - before < 64 * 2 ** 20);
  });
});

describe("the authors' file beside NumPy", { skip: noTorch }, () => {
  test("holds for numpy.load what we wrote", async () => {
    const file = join(folder, "ours.npy");
    const images = [3, 4].map((seed) => ({
      image: `port_${seed}.tif`,
      objects: matrix(seed),
      adjacency: matrix(seed + 1),
    }));
    await writeReleasedObjects(file, images);
    const printed = await runTorch("-c", [
      `
import numpy, json, sys, warnings
warnings.simplefilter("error")
local = numpy.load(${JSON.stringify(file)}, allow_pickle=True)[()]
print(json.dumps({part: {key: [str(value.dtype), value.tolist()] for key, value in local[part].items()} for part in local}))
`,
    ]);
    const local = JSON.parse(printed) as Record<string, Record<string, [string, number[][]]>>;
    assert.deepEqual(Object.keys(local), ["adj_matrix", "local_rep"]);
    for (const { image, objects, adjacency } of images) {
      const key = image.replace(".tif", ".txt");
      for (const [part, values] of [
        ["local_rep", objects],
        ["adj_matrix", adjacency],
      ] as const) {
        const [type, rows] = local[part]![key]!;
        assert.equal(type, "float32");
        assert.deepEqual(Float32Array.from(rows.flat()), values);
      }
    }
  });

  test("is read in every numeric type, order and spelling that NumPy writes", async () => {
    await runTorch("-c", [
      `
import numpy, pickle, io
from numpy.lib import format
folder = ${JSON.stringify(folder)}
base = (numpy.arange(400).reshape(20, 20) % 100).astype("float64")
forms = {t: base.astype(t) for t in ("f2", "f4", ">f8", "i1", "u1", ">i2", "i4", "u8", "i8")}
forms.update(bool=base > 50, fortran=numpy.asfortranarray(base), list=base.tolist(), rows=list(base),
  scalars=[list(row) for row in base.astype("float32")], strided=numpy.repeat(base, 2, axis=1)[:, ::2],
  objects=base.astype(object), ints=base.astype(int).tolist(), tuples=tuple(map(tuple, base.tolist())))
local = {"adj_matrix": {k + ".txt": v for k, v in forms.items()}, "local_rep": {k + ".txt": v for k, v in forms.items()}}
numpy.save(folder + "/forms.npy", local)
for protocol in (2, 3, 4, 5):
    data = pickle.dumps(numpy.array(local, dtype=object), protocol=protocol)
    old = data.replace(b"numpy._core.multiarray\\n", b"numpy.core.multiarray\\n") if protocol < 4 else data
    with open(f"{folder}/forms{protocol}.npy", "wb") as file:
        format.write_array_header_2_0(file, {"descr": "|O", "fortran_order": False, "shape": ()})
        file.write(old)
bad = {"nineteen": base[:19], "wide": numpy.zeros((20, 21)), "cube": numpy.zeros((20, 20, 1)), "nan": numpy.where(base == 7, numpy.nan, base),
  "huge": base * 1e300, "complex": base.astype(complex), "text": [["a"] * 20] * 20, "none": None, "ragged": [[1] * 20] * 19 + [[1]]}
for name, value in bad.items():
    numpy.save(f"{folder}/{name}.npy", {"adj_matrix": {"a.txt": base}, "local_rep": {"a.txt": value}})
`,
    ]);
    const plain = Float32Array.from({ length: 400 }, (_, i) => i % 100);
    const names = "f2 f4 >f8 i1 u1 >i2 i4 u8 i8 fortran list rows scalars strided objects ints tuples".split(
      " ",
    );
    for (const file of ["forms", "forms2", "forms3", "forms4", "forms5"]) {
      const { objects, adjacency } = await read(join(folder, `${file}.npy`), ...names, "bool.tif");
      for (const [i, name] of names.entries()) {
        assert.deepEqual(objects.slice(400 * i, 400 * i + 400), plain, `${name} in ${file}`);
        assert.deepEqual(adjacency.slice(400 * i, 400 * i + 400), plain, `${name} in ${file}`);
      }
      assert.deepEqual(
        objects.slice(-400),
        plain.map((value) => Number(value > 50)),
      );
    }
    const found: Readonly<Record<string, RegExp>> = {
      nineteen: /local_rep\["a\.txt"\], found an array \[19,20\]/,
      wide: /found an array \[20,21\]/,
      cube: /found an array \[20,20,1\]/,
      nan: /found NaN in row 0, column 7/,
      huge: /found 1e\+300 in row 0, column 1/,
      complex: /found a NumPy array of type "c16"/,
      text: /found str in row 0, column 0/,
      none: /found a None/,
      ragged: /found 1 numbers in row 19/,
    };
    for (const [name, pattern] of Object.entries(found))
      assert.match(await messageOf(readFileSync(join(folder, `${name}.npy`)), "a.tif"), pattern);
  });
});
