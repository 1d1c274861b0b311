import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import fc from "fast-check";
import { DataError } from "../../../src/lib/base/errors.js";
import { Random } from "../../../src/lib/base/random.js";
import { grid, segmentImage, segments } from "../../../src/lib/objects/index.js";

/** Positions of the numbers of a segment. */
const channel = { red: 0, area: 6, elongation: 7, left: 11, top: 12, right: 13, bottom: 14, border: 19 };

/** Returns an image of one color. */
function plain(size: number, color: readonly number[]): Float32Array {
  return Float32Array.from({ length: size * size * 3 }, (_, i) => color[i % 3]!);
}

/** Paints a rectangle of pixels. */
function paint(
  values: Float32Array,
  size: number,
  [left, top, right, bottom]: readonly [number, number, number, number],
  color: readonly number[],
): void {
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) values.set(color, 3 * (y * size + x));
}

function noise(size: number, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: size * size * 3 }, () => random.next());
}

const row = (values: Float32Array, i: number) => [...values.subarray(20 * i, 20 * i + 20)];
const indices = Array.from({ length: 20 }, (_, i) => i);
/** Returns the row of the reddest segment. */
const redRow = (objects: Float32Array) =>
  indices.reduce((most, i) => (objects[20 * i]! > objects[20 * most]! ? i : most), 0);

describe("segments", () => {
  test("describe a plain image by one segment that fills it", () => {
    const { objects, adjacency, boxes } = segmentImage(64, plain(64, [0.2, 0.4, 0.6]));
    assert.deepEqual(boxes, [[0, 0, 1, 1]]);
    const expected = [0.2, 0.4, 0.6, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1];
    for (const [k, value] of row(objects, 0).entries())
      assert.ok(Math.abs(value - expected[k]!) < 1e-3, `channel ${k}: ${value} instead of ${expected[k]}`);
    assert.ok(objects.subarray(20).every((value) => value === 0));
    assert.equal(adjacency[0], 1);
    assert.ok(adjacency.subarray(1).every((value) => value === 0));
  });

  test("find a colored square on its ground, with its place, color and shape", () => {
    const values = plain(64, [0.3, 0.5, 0.3]);
    paint(values, 64, [16, 24, 32, 40], [0.9, 0.1, 0.1]);
    const { objects, boxes } = segmentImage(64, values);
    const square = redRow(objects);
    const [left, top, right, bottom] = boxes[square]!.map((edge) => edge * 64);
    assert.ok(Math.abs(left! - 16) <= 1 && Math.abs(top! - 24) <= 1);
    assert.ok(Math.abs(right! - 32) <= 1 && Math.abs(bottom! - 40) <= 1);
    assert.ok(objects[20 * square + channel.red]! > 0.8);
    assert.ok(objects[20 * square + channel.elongation]! < 0.05);
    assert.equal(objects[20 * square + channel.border], 0);
    const areas = boxes.map((_, i) => objects[20 * i + channel.area]!);
    assert.deepEqual(
      areas,
      [...areas].sort((a, b) => b - a),
      "the largest segment is first",
    );
  });

  test("move with the image and change in their boxes only", () => {
    const at = (x: number, y: number) => {
      const values = plain(64, [0.3, 0.5, 0.3]);
      paint(values, 64, [x, y, x + 12, y + 8], [0.9, 0.1, 0.1]);
      const { objects } = segmentImage(64, values);
      return row(objects, redRow(objects));
    };
    const [first, second] = [at(10, 20), at(26, 32)];
    const shifts: Readonly<Record<number, number>> = {
      [channel.left]: 16 / 64,
      [channel.right]: 16 / 64,
      [channel.top]: 12 / 64,
      [channel.bottom]: 12 / 64,
    };
    for (const [k, value] of first.entries())
      assert.ok(Math.abs(second[k]! - value - (shifts[k] ?? 0)) < 1e-5, `channel ${k}`);
  });

  test("of an image do not depend on the other images of the batch", async () => {
    const images = [noise(32, 1), noise(32, 2), plain(32, [1, 1, 1])];
    const read = (order: readonly number[]) => {
      const values = new Float32Array(order.length * 32 * 32 * 3);
      order.forEach((image, i) => void values.set(images[image]!, i * 32 * 32 * 3));
      return segments().read(
        order.map((image) => ({ name: `${image}.png` })),
        { size: 32, values },
      );
    };
    const [all, turned] = [await read([0, 1, 2]), await read([2, 0, 1])];
    for (const key of ["objects", "adjacency"] as const) {
      const block = (i: number, from: Float32Array) => from.slice(400 * i, 400 * i + 400);
      [2, 0, 1].forEach((image, i) => {
        assert.deepEqual(block(i, turned[key]), block(image, all[key]));
      });
    }
  });

  test("are finite numbers in −1…1 with a symmetric graph, for any pixels", () => {
    const image = fc.record({
      size: fc.integer({ min: 8, max: 40 }),
      seed: fc.nat(),
      levels: fc.constantFrom(1, 2, 3, 256),
      broken: fc.boolean(),
    });
    fc.assert(
      fc.property(image, ({ size, seed, levels, broken }) => {
        const values = noise(size, seed).map((v) => Math.floor(v * levels) / Math.max(1, levels - 1));
        if (broken) values.set([Number.NaN, Number.POSITIVE_INFINITY, -3], 3 * size);
        const { objects, adjacency } = segmentImage(size, values);
        assert.ok(objects.every((value) => Math.abs(value) <= 1));
        for (let i = 0; i < 20; i++) {
          for (let j = 0; j < 20; j++) {
            const edge = adjacency[20 * i + j]!;
            assert.ok(edge >= 0 && edge <= 1 && edge === adjacency[20 * j + i]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("are the same bytes on each machine", () => {
    const { objects, adjacency } = segmentImage(150, noise(150, 7));
    const digest = createHash("sha256")
      .update(new Uint8Array(objects.buffer))
      .update(new Uint8Array(adjacency.buffer));
    assert.equal(digest.digest("hex").slice(0, 16), "62048d35978a4d83");
  });

  test("refuse pixels of another number, and images of a few pixels", async () => {
    const image = { name: "a.png" };
    const refused = /pixels: expected 1 images of size/;
    for (const pixels of [
      { size: 16, values: new Float32Array(5) },
      { size: 4, values: new Float32Array(48) },
    ])
      await assert.rejects(segments().read([image], pixels), (error: Error) => {
        assert.ok(error instanceof DataError);
        assert.match(error.message, refused);
        return true;
      });
  });
});

describe("grid", () => {
  test("has 20 cells in reading order", async () => {
    const { objects } = await grid().read([{ name: "a.png" }], { size: 40, values: plain(40, [0, 0, 1]) });
    const boxes = Array.from({ length: 20 }, (_, i) =>
      row(objects, i).slice(channel.left, channel.bottom + 1),
    );
    for (const [i, box] of boxes.entries()) {
      const [x, y] = [(i % 5) / 5, Math.floor(i / 5) / 4];
      for (const [k, edge] of [x, y, x + 1 / 5, y + 1 / 4].entries())
        assert.ok(Math.abs(box[k]! - edge) < 1e-6, `cell ${i}: ${box}`);
    }
  });
});
