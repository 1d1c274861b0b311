import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import sharp from "sharp";
import { Random } from "../../../../src/lib/base/random.js";
import { Drawing, SIDE } from "../../../../src/lib/data/synthesis/drawing.js";
import { objectLabels } from "../../../../src/lib/data/synthesis/sceneObjects.js";
import { drawScene, synthesize, writeSceneObjects } from "../../../../src/lib/data/synthesis/synthesize.js";

const folder = mkdtempSync(join(tmpdir(), "scene-objects-"));
after(() => rmSync(folder, { recursive: true }));

describe("objects of drawn scenes", () => {
  test("surround the painted pixels, at any angle and quarter turn", async () => {
    for (let seed = 0; seed < 12; seed++) {
      const random = new Random(seed);
      const drawing = new Drawing(random);
      const [cx, cy] = [random.between(60, 196), random.between(60, 196)];
      const [width, height] = [random.between(20, 80), random.between(20, 80)];
      const angle = seed % 3 === 0 ? 0 : random.between(-60, 60);
      drawing.ground("#000000");
      drawing.box(cx, cy, width, height, "#ffffff", { angle });
      drawing.note("house", cx, cy, width, height, angle);
      const [{ box, corners } = assert.fail()] = drawing.objects();
      assert.equal(corners !== undefined, angle !== 0);
      const pixels = await sharp(Buffer.from(drawing.toSvg())).removeAlpha().raw().toBuffer();
      const painted: [xs: number[], ys: number[]] = [[], []];
      for (let i = 0; i < SIDE * SIDE; i++) {
        if (pixels[3 * i]! < 128) continue;
        painted[0].push(i % SIDE);
        painted[1].push(Math.floor(i / SIDE));
      }
      const [xs, ys] = painted;
      const edges = [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1];
      for (const [k, edge] of edges.entries())
        assert.ok(Math.abs(edge - box[k]!) < 1.6, `seed ${seed}: ${box} beside ${edges}`);
    }
  });

  test("lie in the picture, and all classes occur", () => {
    const found = new Set<string>();
    for (let index = 0; index < 160; index++) {
      for (const { label, box } of drawScene(3, index).objects) {
        found.add(label);
        const [left, top, right, bottom] = box as [number, number, number, number];
        assert.ok(0 <= left && left < right && right <= SIDE && 0 <= top && top < bottom && bottom <= SIDE);
      }
    }
    assert.deepEqual([...found].sort(), [...objectLabels].sort());
    assert.ok(objectLabels.length <= 15);
  });

  test("do not change the drawings of the versions before", () => {
    const hash = createHash("sha256");
    for (let index = 0; index < 160; index++) {
      const { svg, captions } = drawScene(7, index);
      hash.update(svg).update(captions.join());
    }
    assert.equal(hash.digest("hex").slice(0, 16), "78dac4354ca6876f");
  });

  test("are written again, without pictures, for scenes of an older version", async () => {
    const scenes = { out: folder, images: 8, seed: 5 };
    await synthesize(scenes);
    const written = readFileSync(join(folder, "objects.json"), "utf8");
    rmSync(join(folder, "objects.json"));
    await writeSceneObjects(scenes);
    assert.equal(readFileSync(join(folder, "objects.json"), "utf8"), written);
    const { images } = JSON.parse(written) as { images: { image: string; objects: unknown[] }[] };
    assert.equal(images.length, 8);
    assert.match(images[0]!.image, /^airport_0\.tif$/);
  });
});
