import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import sharp from "sharp";
import { OptionError } from "../../../src/lib/base/errors.js";
import {
  boxObjects,
  grid,
  imageObjects,
  objectsPng,
  objectsSvg,
  releasedObjects,
  segments,
  writeReleasedObjects,
} from "../../../src/lib/objects/index.js";

const folder = mkdtempSync(join(tmpdir(), "figures-"));
after(() => rmSync(folder, { recursive: true }));
const image = join(folder, "square.png");

const boxes = boxObjects(
  "list",
  {
    images: [
      {
        image: "square.png",
        width: 80,
        height: 40,
        boxes: [
          { label: "<tank>", confidence: 0.5, box: [20, 10, 40, 30] },
          { label: "pond", confidence: 1, box: [60, 10, 80, 40] },
        ],
      },
    ],
  },
  {},
);

before(async () => {
  const square = await sharp({ create: { width: 20, height: 20, channels: 3, background: "#f00" } })
    .png()
    .toBuffer();
  await sharp({ create: { width: 80, height: 40, channels: 3, background: "#474" } })
    .composite([{ input: square, left: 20, top: 10 }])
    .png()
    .toFile(image);
});

const rounded = (values: readonly number[] | undefined) =>
  values?.map((value) => Math.round(value * 100) / 100);

describe("the objects of an image as data", () => {
  test("have labels, places and a square graph of their number, for each kind of source", async () => {
    const ofBoxes = await imageObjects(boxes, image);
    assert.deepEqual(
      ofBoxes.objects.map(({ label, confidence, box }) => [label, confidence, rounded(box)]),
      [
        ["pond", 1, [0.75, 0.25, 1, 1]],
        ["<tank>", 0.5, [0.25, 0.25, 0.5, 0.75]],
      ],
    );
    assert.deepEqual(
      ofBoxes.adjacency.map(({ length }) => length),
      [2, 2],
    );
    const ofSegments = await imageObjects(segments(), image);
    assert.equal(ofSegments.objects[0]!.label, "segment 1");
    const reddest = [...ofSegments.objects].sort((a, b) => b.numbers[0]! - a.numbers[0]!)[0]!;
    const [left, top, right, bottom] = reddest.box!;
    for (const [found, expected] of [
      [left, 0.25],
      [top, 0.25],
      [right, 0.5],
      [bottom, 0.75],
    ])
      assert.ok(Math.abs(found! - expected!) < 0.03);
    const cells = await imageObjects(grid(), image);
    assert.equal(cells.objects.length, 20);
    assert.equal(cells.objects[19]!.label, "cell 20");
    const file = join(folder, "own.npy");
    const ones = new Float32Array(400).fill(1);
    await writeReleasedObjects(file, [{ image: "square.png", objects: ones, adjacency: ones }]);
    const [first] = (await imageObjects(await releasedObjects(file), image)).objects;
    assert.deepEqual([first!.label, first!.box, first!.numbers.length], ["object 1", undefined, 20]);
  });

  test("are drawn over the image, with safe labels and the strongest edges", async () => {
    const scene = await imageObjects(boxes, image);
    const svg = await objectsSvg(scene, { width: 320, edges: 3 });
    assert.match(svg, /viewBox="0 0 320 160"/);
    assert.ok(svg.includes("&lt;tank> 0.50") && !svg.includes("<tank>"));
    assert.equal(svg.match(/<line /g)?.length, 1);
    const plain = await objectsSvg(scene, { labels: false });
    assert.ok(!plain.includes("<text") && !plain.includes("<line"));
    const png = await objectsPng(scene, { width: 160, labels: false });
    const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height], [160, 80]);
    const pixel = (x: number, y: number) => [...data.subarray(3 * (y * 160 + x), 3 * (y * 160 + x) + 3)];
    const [red, green] = pixel(60, 40);
    assert.ok(red! > 200 && green! < 60, "the image is below the frames");
    assert.notDeepEqual(pixel(40, 40), pixel(20, 40));
    await assert.rejects(objectsSvg(scene, { width: 3 }), OptionError);
    await assert.rejects(objectsSvg(scene, { edges: -1 }), OptionError);
  });
});
