import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Random } from "../../../../src/lib/base/random.js";
import { augmentations } from "../../../../src/lib/models/contract/recipe.js";
import {
  type Crop,
  cropImage,
  drawCrop,
  resizedSide,
} from "../../../../src/lib/training/loading/augmentation.js";

/** Image whose red channel holds the number of each pixel. */
const numbered = (side: number) =>
  Uint8Array.from({ length: side * side * 3 }, (_, i) => (i % 3 === 0 ? i / 3 : 0));

function redOf(side: number, size: number, view: Partial<Crop>): number[] {
  const pixels = new Float32Array(size * size * 3);
  const whole = { top: 0, left: 0, angle: 0, mirrored: false, ...view };
  cropImage(numbered(side), side, whole, size, pixels, 0);
  return Array.from({ length: size * size }, (_, i) => Math.round(pixels[i * 3]! * 255));
}

test("a crop is the part of the image that it names", () => {
  assert.deepEqual(redOf(3, 2, { top: 1, left: 1 }), [4, 5, 7, 8]);
});

test("a quarter turn is counterclockwise, and a mirrored view is left for right", () => {
  assert.deepEqual(redOf(3, 3, { angle: 90 }), [2, 5, 8, 1, 4, 7, 0, 3, 6]);
  assert.deepEqual(redOf(3, 3, { mirrored: true }), [2, 1, 0, 5, 4, 3, 8, 7, 6]);
});

test("a turn by 45 degrees leaves black corners and the middle in its place", () => {
  const turned = redOf(9, 9, { angle: 45 });
  assert.equal(turned[40], 40);
  assert.deepEqual(
    [0, 8, 72, 80].map((corner) => turned[corner]),
    [0, 0, 0, 0],
  );
});

test("the released augmentation resizes to 278, crops 256 and never rotates; the paper's rotates by 0 to 90°", () => {
  assert.equal(resizedSide("released", 256), 278);
  const random = new Random(1);
  for (let k = 0; k < 200; k++) {
    const released = drawCrop(random, "released", 256);
    assert.equal(released.angle, 0);
    assert.equal(released.mirrored, false);
    const { angle } = drawCrop(random, "paper", 256);
    assert.ok(angle > 0 && angle < 90);
  }
});

test("every view that is drawn lies inside of the resized image", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...augmentations),
      fc.integer({ min: 1, max: 8 }),
      fc.nat(),
      (name, k, seed) => {
        const size = 32 * k;
        const { top, left } = drawCrop(new Random(seed), name, size);
        const slack = resizedSide(name, size) - size;
        assert.ok(top >= 0 && top <= slack && left >= 0 && left <= slack);
      },
    ),
  );
});
