import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { Camera } from "../../../../src/widgets/views/page/camera.js";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const moves = fc.array(
  fc.oneof(
    fc.record({ factor: fc.double({ min: 0.2, max: 5, noNaN: true }), u: share, v: share }),
    fc.record({
      du: fc.double({ min: -2, max: 2, noNaN: true }),
      dv: fc.double({ min: -2, max: 2, noNaN: true }),
    }),
  ),
  { maxLength: 30 },
);

describe("the camera of a view", () => {
  test("never shows a region outside of the plane", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 3000 }),
        moves,
        (columns, rows, all) => {
          const camera = new Camera(columns, rows);
          for (const move of all) {
            if ("factor" in move) camera.zoom(move.factor, move.u, move.v);
            else camera.pan(move.du, move.dv);
            const { x, y, width, height } = camera.region;
            assert.ok(x >= -1e-9 && x + width <= columns + 1e-6, JSON.stringify(camera.region));
            assert.ok(y >= -1e-9 && y + height <= rows + 1e-6, JSON.stringify(camera.region));
          }
        },
      ),
    );
  });

  test("zooming in keeps the point under the pointer where it is", () => {
    fc.assert(
      fc.property(share, share, fc.double({ min: 0.3, max: 1, noNaN: true }), (u, v, factor) => {
        const camera = new Camera(2260, 452);
        camera.zoom(0.5, 0.3, 0.7);
        const before = camera.region;
        camera.zoom(factor, u, v);
        const after = camera.region;
        assert.ok(Math.abs(before.x + u * before.width - (after.x + u * after.width)) < 1e-6);
        assert.ok(Math.abs(before.y + v * before.height - (after.y + v * after.height)) < 1e-6);
      }),
    );
  });

  test("every cell can be reached, and a cell that is revealed is seen", () => {
    const camera = new Camera(100, 40);
    camera.zoom(0.1, 0, 0);
    camera.reveal(99, 39);
    assert.deepEqual(camera.cellAt(1, 1), { column: 99, row: 39 });
    camera.reveal(0, 0);
    assert.deepEqual(camera.cellAt(0, 0), { column: 0, row: 0 });
  });

  test("a plane of fewer cells than are ever shown across can still be zoomed the other way", () => {
    const camera = new Camera(2000, 3);
    camera.zoom(0.1);
    assert.equal(camera.region.height, 3);
    assert.equal(camera.region.width, 200);
  });
});
