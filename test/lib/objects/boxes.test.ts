import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import sharp from "sharp";
import { DataError, OptionError } from "../../../src/lib/base/errors.js";
import { synthesize } from "../../../src/lib/data/index.js";
import { type BoxOptions, openBoxes, openObjects } from "../../../src/lib/objects/index.js";

const folder = mkdtempSync(join(tmpdir(), "boxes-"));
after(() => rmSync(folder, { recursive: true }));

type Row = readonly [label: string, confidence: number, x0: number, y0: number, x1: number, y1: number];
const noPixels = { size: 8, values: new Float32Array(0) };
const classes = ["plane", "ship", "car"];

/** Opens boxes of an image of 100 × 50 pixels. */
function open(rows: readonly Row[], options: BoxOptions = { classes }) {
  const file = join(folder, "boxes.json");
  const objects = rows.map(([label, confidence, ...box]) => ({ label, confidence, box }));
  writeFileSync(file, JSON.stringify({ images: [{ image: "a.tif", width: 100, height: 50, objects }] }));
  return openBoxes(file, options);
}

const read = async (rows: readonly Row[], options?: BoxOptions) =>
  (await open(rows, options)).read([{ name: "a.tif" }], noPixels);
const row = (values: Float32Array, i: number) => [...values.subarray(20 * i, 20 * i + 20)];
const rounded = (values: Iterable<number>) => Array.from(values, (value) => Math.round(value * 1e4) / 1e4);
const oneHot = (label: number) => Array.from({ length: 15 }, (_, i) => Number(i === label));

describe("boxes", () => {
  test("become the class, the confidence and the box in units of the image", async () => {
    const { objects } = await read([["ship", 0.5, 10, 10, 30, 20]]);
    assert.deepEqual(rounded(row(objects, 0)), [...oneHot(1), 0.5, 0.2, 0.3, 0.2, 0.2]);
    assert.ok(objects.subarray(20).every((value) => value === 0));
  });

  test("have the edges of the documented formula", async () => {
    const [big, small]: Row[] = [
      ["plane", 1, 0, 0, 50, 25],
      ["ship", 0.8, 60, 25, 80, 50],
    ];
    const { adjacency } = await read([small!, big!]);
    const [wide, high] = [0.5, 0.5];
    const [width, height] = [0.2, 0.5];
    const salience = [Math.sqrt(wide * high), 0.8 * Math.sqrt(width * height)];
    const distance = Math.hypot(0.25 - 0.7, 0.25 - 0.75);
    const radius = (Math.hypot(wide, high) + Math.hypot(width, height)) / 2;
    const edge = (0.5 / (1 + (distance / radius) ** 2)) * (1 + salience[1]! / salience[0]!);
    const expected = [1 / (1 + edge), edge / (1 + edge)];
    assert.deepEqual(
      rounded([adjacency[0]!, adjacency[1]!, adjacency[20]!, adjacency[21]!]),
      rounded([expected[0]!, expected[1]!, expected[1]!, expected[0]!]),
    );
    assert.equal(
      adjacency.reduce((sum, value) => sum + Number(value !== 0), 0),
      4,
    );
  });

  test("that are near-equal are one object", async () => {
    const { objects } = await read([
      ["ship", 0.75, 10, 10, 30, 30],
      ["ship", 0.25, 12, 10, 32, 30],
      ["ship", 0.75, 10, 10, 30, 30],
      ["car", 0.5, 10, 10, 30, 30],
    ]);
    assert.deepEqual(
      rounded(row(objects, 0)),
      [...oneHot(1), 0.75, (20 + (0.25 / 1.75) * 2) / 100, 0.4, 0.2, 0.4].map(
        (value) => Math.round(value * 1e4) / 1e4,
      ),
    );
    assert.deepEqual(rounded(row(objects, 1)), [...oneHot(2), 0.5, 0.2, 0.4, 0.2, 0.4]);
    assert.ok(row(objects, 2).every((value) => value === 0));
  });

  test("give the same numbers in any order, and finite ones for any boxes", async () => {
    const box = fc
      .tuple(
        fc.constantFrom(...classes),
        fc.constantFrom(0, 0.25, 0.5, 1),
        fc.nat(95),
        fc.nat(45),
        fc.nat(60),
        fc.nat(60),
      )
      .map(([label, confidence, x, y, w, h]): Row => [label, confidence, x, y, x + w, y + h]);
    await fc.assert(
      fc.asyncProperty(fc.array(box, { maxLength: 40 }), fc.nat(), async (rows, seed) => {
        const turn = rows.length === 0 ? 0 : seed % rows.length;
        const [first, second] = [
          await read(rows),
          await read([...rows.slice(turn), ...rows.slice(0, turn)].reverse()),
        ];
        assert.deepEqual(first, second);
        assert.ok(first.objects.every((value) => value >= 0 && value <= 1));
        for (let i = 0; i < 20; i++)
          for (let j = 0; j < 20; j++) {
            const edge = first.adjacency[20 * i + j]!;
            assert.ok(edge >= 0 && edge <= 1 && edge === first.adjacency[20 * j + i]);
          }
      }),
      { numRuns: 60 },
    );
  });

  test("of more than 20 objects keep the 20 most salient", async () => {
    const rows = Array.from({ length: 30 }, (_, i): Row => ["car", 1, 3 * i, 0, 3 * i + 2, 5 + i]);
    const { objects } = await read(rows);
    const heights = Array.from({ length: 20 }, (_, i) => Math.round(row(objects, i)[19]! * 50));
    assert.deepEqual(
      heights,
      Array.from({ length: 20 }, (_, i) => 34 - i),
    );
  });

  test("are cut at the edge of the image, left out without an area, and refused outside of it", async () => {
    const { objects } = await read([
      ["plane", 1, -10, 40, 10, 70],
      ["ship", 1, 20, 20, 20, 40],
    ]);
    assert.deepEqual(rounded(row(objects, 0).slice(15)), [1, 0.05, 0.9, 0.1, 0.2]);
    assert.ok(row(objects, 1).every((value) => value === 0));
    await assert.rejects(
      read([["ship", 1, 200, 20, 220, 40]]),
      /boxes\.json: a\.tif: expected boxes in the image of 100 × 50 pixels, found ship at 200, 20, 220, 40; give/,
    );
  });

  test("of an image without objects are zeros", async () => {
    const { objects, adjacency } = await read([]);
    assert.ok(objects.every((value) => value === 0) && adjacency.every((value) => value === 0));
  });

  test("of an unknown class are refused, or left out when the caller says so", async () => {
    const rows: Row[] = [
      ["shp", 1, 0, 0, 10, 10],
      ["car", 1, 20, 20, 40, 40],
    ];
    await assert.rejects(read(rows), (error: Error) => {
      assert.ok(error instanceof DataError);
      assert.match(
        error.message,
        /a\.tif: expected one of the classes plane, ship, car, found "shp", which is nearest to ship;/,
      );
      return true;
    });
    const { objects } = await read(rows, { classes, unknown: "leave out" });
    assert.deepEqual(rounded(row(objects, 0)).slice(0, 15), oneHot(2));
    assert.ok(row(objects, 1).every((value) => value === 0));
  });

  test("have the classes of the caller, of the model, of the file, or those that occur", async () => {
    const rows: Row[] = ["b", "c", "a"].map((label) => [label, 1, 0, 0, 10, 10]);
    const classesOf = async (options: BoxOptions) => (await open(rows, options)).settings.classes;
    assert.deepEqual(await classesOf({}), ["a", "b", "c"]);
    assert.deepEqual(await classesOf({ classes: ["c", "b", "a", "d"] }), ["c", "b", "a", "d"]);
    const trained = { kind: "boxes", settings: { classes: ["a", "c", "b"] } } as const;
    const source = await openObjects(join(folder, "boxes.json"), { trained });
    assert.deepEqual(source.settings.classes, ["a", "c", "b"]);
    const many = Array.from({ length: 16 }, (_, i): Row => [`class ${i}`, 1, 0, 0, 10, 10]);
    await assert.rejects(open(many, {}), /expected at most 15 classes of objects, found 16 \(class 0, /);
    for (const wrong of [[], ["a", "a"], many.map(([label]) => label)])
      await assert.rejects(open(rows, { classes: wrong }), OptionError);
  });

  test("are found by the image's name, also with another ending or COCO's number", async () => {
    const file = join(folder, "names.json");
    const entry = (image: string, label: string) => ({
      image,
      width: 10,
      height: 10,
      objects: [{ label, box: [0, 0, 5, 5] }],
    });
    writeFileSync(
      file,
      JSON.stringify({
        images: [
          entry("x/a.tif", "plane"),
          entry("139", "ship"),
          entry("b.png", "car"),
          entry("b.tif", "ship"),
        ],
      }),
    );
    const source = await openBoxes(file, { classes });
    const names = ["a.tif", "a.jpg", "000000000139.jpg", "b.png", "b.tif"];
    const { objects } = await source.read(
      names.map((name) => ({ name })),
      noPixels,
    );
    const found = names.map((_, i) =>
      row(objects, 20 * i)
        .slice(0, 3)
        .indexOf(1),
    );
    assert.deepEqual(found, [0, 0, 1, 2, 1]);
    for (const name of ["b.jpg", "c.tif", "image 3 (Buffer)"])
      await assert.rejects(
        source.read([{ name }], noPixels),
        new RegExp(`names\\.json: expected an entry for the image ${name.replace(/[()]/g, "\\$&")}, found 4`),
      );
    const lenient = await openBoxes(file, { classes, missing: "empty" });
    const empty = await lenient.read([{ name: "c.tif" }], noPixels);
    assert.ok(empty.objects.every((value) => value === 0));
  });

  test("are scaled by the size of the image file, where the list has none", async () => {
    const image = join(folder, "photo.png");
    await sharp({ create: { width: 40, height: 20, channels: 3, background: "#888" } })
      .png()
      .toFile(image);
    const file = join(folder, "photo.csv");
    writeFileSync(file, "image,label,x0,y0,x1,y1\nphoto.png,ship,10,5,20,15\n");
    const source = await openBoxes(file);
    const { objects } = await source.read([{ name: "photo.png", path: image }], noPixels);
    assert.deepEqual(rounded(row(objects, 0).slice(15)), [1, 0.375, 0.5, 0.25, 0.5]);
    const again = await openBoxes(file);
    await assert.rejects(
      again.read([{ name: "photo.png" }], noPixels),
      /photo\.png: expected the width and height of the image/,
    );
  });
});

describe("openObjects", () => {
  test("opens segments, a grid, the drawn scenes' boxes, and refuses a missing file", async () => {
    const out = join(folder, "scenes");
    const { records } = await synthesize({ out, images: 18, seed: 4 });
    assert.equal((await openObjects("segments")).kind, "segments");
    assert.equal((await openObjects("grid")).kind, "grid");
    const source = await openObjects(join(out, "objects.json"));
    assert.equal(source.kind, "boxes");
    const { objects } = await source.read(
      records.map(({ filename, path }) => ({ name: filename, path })),
      noPixels,
    );
    const labels = source.settings.classes as readonly string[];
    records.forEach(({ filename, captions }, i) => {
      if (!filename.startsWith("airport")) return;
      const planes = Array.from(
        { length: 20 },
        (_, k) => objects[400 * i + 20 * k + labels.indexOf("plane")]!,
      );
      const count = planes.reduce((sum, value) => sum + value, 0);
      const word = ["no", "one|a|an", "two", "three", "four", "five"][count]!;
      assert.ok(
        captions.some((caption) => new RegExp(`\\b(${word})\\b.* planes?\\b`, "i").test(caption)),
        captions[0],
      );
    });
    await assert.rejects(
      openObjects(join(folder, "absent.npy")),
      /absent\.npy: expected a file that can be read/,
    );
    await assert.rejects(openObjects(""), OptionError);
  });
});
