import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import sharp from "sharp";
import { OptionError } from "../../../../src/lib/base/errors.js";
import { openLargeImage } from "../../../../src/lib/data/images/windows/openLargeImage.js";
import { layoutOf } from "../../../../src/lib/data/synthesis/large/layout.js";
import { synthesizeLarge } from "../../../../src/lib/data/synthesis/large/synthesizeLarge.js";
import { drawScene } from "../../../../src/lib/data/synthesis/synthesize.js";
import { readAnnotations, requireRegionsInside } from "../../../../src/lib/localization/index.js";

const folder = mkdtempSync(join(tmpdir(), "large-"));
after(() => rmSync(folder, { recursive: true }));
const file = (...names: string[]) => join(folder, ...names);

describe("synthesizeLarge", () => {
  test("writes annotations that are true, and equal bytes for equal seeds", async () => {
    const options = { images: 2, size: 700, seed: 5 };
    const items = await synthesizeLarge({ ...options, out: file("a") });
    await synthesizeLarge({ ...options, images: 1, out: file("b") });
    const bytes = (name: string) => readFileSync(file(name, "images", "1.tif"));
    assert.ok(bytes("a").equals(bytes("b")), "an image does not depend on the number of images");
    const { annotations, remarks } = readAnnotations(file("a", "anno.json"));
    assert.equal(remarks.length, 0);
    assert.equal(annotations.length, items.length);
    for (const annotation of annotations)
      assert.deepEqual(requireRegionsInside("item", annotation, { width: 700, height: 700 }), []);
  });

  test("has its sentences at their places, and their classes nowhere else", () => {
    for (let image = 0; image < 20; image++) {
      const { places, described } = layoutOf(3, image, 3000);
      assert.equal(described.length, 3);
      const classOf = (scene: number) => drawScene(3, scene).sceneClass;
      for (const { caption, places: own } of described) {
        assert.ok(own.length >= 1 && own.length <= 3);
        assert.ok(own.every(({ scene }) => drawScene(3, scene).captions[0] === caption));
        const sceneClass = classOf(own[0]!.scene);
        const others = places.filter((place) => !own.includes(place));
        assert.ok(others.every(({ scene }) => classOf(scene) !== sceneClass));
      }
      for (const [i, a] of places.entries()) {
        assert.ok(a.left >= 0 && a.top >= 0 && a.left + a.side <= 3000 && a.top + a.side <= 3000);
        for (const b of places.slice(i + 1)) {
          const apart =
            a.left + a.side <= b.left ||
            b.left + b.side <= a.left ||
            a.top + a.side <= b.top ||
            b.top + b.side <= a.top;
          assert.ok(apart);
        }
      }
    }
  });

  test("draws the scene at its region, in a tiled GeoTIFF that sharp reads", async () => {
    const [item] = await synthesizeLarge({
      images: 1,
      size: 640,
      seed: 9,
      georeference: true,
      out: file("c"),
    });
    const path = file("c", "images", "1.tif");
    const image = await openLargeImage(path);
    assert.deepEqual([image.width, image.height], [640, 640]);
    assert.deepEqual(image.georeference, { transform: [300000, 0.32, 0, 4000000, 0, -0.32], epsg: 32648 });
    const [[left, top], [right]] = item!.points[0] as [[number, number], [number, number]];
    const side = right - left + 1;
    const { described } = layoutOf(9, 0, 640);
    const scene = await sharp(Buffer.from(drawScene(9, described[0]!.places[0]!.scene).svg))
      .removeAlpha()
      .raw()
      .toBuffer();
    const part = await image.read({ left, top, width: side, height: side }, { width: 256, height: 256 });
    let difference = 0;
    for (let i = 0; i < scene.length; i++) difference += Math.abs(scene[i]! - part.data[i]!) / scene.length;
    assert.ok(difference < 22, `mean difference ${difference}`);
    await image.close();
  });

  test("refuses sizes and numbers outside of their range", async () => {
    const options = { images: 1, size: 600, seed: 1, out: file("d") };
    await assert.rejects(
      synthesizeLarge({ ...options, size: 100 }),
      /size: expected a whole number of 512…30000, found 100/,
    );
    await assert.rejects(synthesizeLarge({ ...options, images: 0.5 }), OptionError);
    const stop = new AbortController();
    stop.abort();
    await assert.rejects(synthesizeLarge({ ...options, signal: stop.signal }), { name: "AbortError" });
  });
});
