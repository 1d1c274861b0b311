import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { pinch } from "../../../../../src/widgets/views/page/image/pinch.js";
import { Viewport } from "../../../../../src/widgets/views/page/image/viewport.js";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const length = fc.integer({ min: 1, max: 20_000 });
const shown = fc.record({
  columns: length,
  rows: length,
  width: fc.integer({ min: 100, max: 1400 }),
  height: fc.integer({ min: 100, max: 900 }),
});
const moves = fc.array(
  fc.oneof(
    fc.record({ factor: fc.double({ min: 0.1, max: 8, noNaN: true }), u: share, v: share }),
    fc.record({
      du: fc.double({ min: -3, max: 3, noNaN: true }),
      dv: fc.double({ min: -3, max: 3, noNaN: true }),
    }),
  ),
  { maxLength: 20 },
);

describe("the viewport of an image", () => {
  test("keeps the image's proportions, and shows a margin only where all of a side is visible", () => {
    fc.assert(
      fc.property(shown, moves, ({ columns, rows, width, height }, all) => {
        const viewport = new Viewport(columns, rows, { width, height });
        for (const move of all) {
          if ("factor" in move) viewport.zoom(move.factor, move.u, move.v);
          else viewport.pan(move.du, move.dv);
          const { region } = viewport;
          assert.ok(Math.abs(region.width / width - region.height / height) < 1e-6);
          const within = (start: number, size: number, end: number) =>
            size >= end - 1e-6
              ? Math.abs(start + size / 2 - end / 2) < 1e-6 * end
              : start >= -1e-6 && start + size <= end + 1e-6;
          assert.ok(within(region.x, region.width, columns), JSON.stringify(region));
          assert.ok(within(region.y, region.height, rows), JSON.stringify(region));
          const { inside } = viewport;
          assert.ok(inside.x >= 0 && inside.x + inside.width <= columns + 1e-6);
          assert.ok(inside.y >= 0 && inside.y + inside.height <= rows + 1e-6);
        }
      }),
    );
  });

  test("zooming keeps the point under the pointer where it is, away from the borders", () => {
    const viewport = new Viewport(10_000, 8000, { width: 800, height: 600 });
    viewport.zoom(0.25, 0.4, 0.6);
    const [u, v] = [0.3, 0.7];
    const before = viewport.at(u, v);
    viewport.zoom(0.8, u, v);
    viewport.zoom(1.1, u, v);
    const after = viewport.at(u, v);
    assert.ok(Math.hypot(after.x - before.x, after.y - before.y) < 1e-6);
  });

  test("a region that was saved is shown again in a canvas of another size", () => {
    const viewport = new Viewport(4000, 3000, { width: 800, height: 600 });
    viewport.show({ x: 1000, y: 800, width: 400, height: 300 });
    const { region } = viewport;
    const other = new Viewport(4000, 3000, { width: 400, height: 300 });
    other.show(region);
    assert.deepEqual(other.region, region);
    other.resize(1200, 900);
    assert.ok(Math.abs(other.at(0.5, 0.5).x - 1200) < 1e-6, "the middle stays");
  });

  test("an image of one column can be zoomed to its pixels", () => {
    const viewport = new Viewport(1, 5000, { width: 600, height: 600 });
    viewport.zoom(1e-4, 0.5, 0.25);
    assert.ok(viewport.scale >= 4, `${viewport.scale} px for each pixel`);
    assert.deepEqual(viewport.cellAt(0, 0).column, 0);
  });

  test("two fingers keep the points under them: the image follows their pan and their pinch", () => {
    const viewport = new Viewport(8000, 8000, { width: 800, height: 400 });
    viewport.show({ x: 3000, y: 3000, width: 800, height: 400 });
    const before = [
      { u: 0.4, v: 0.4 },
      { u: 0.6, v: 0.6 },
    ] as const;
    const after = [
      { u: 0.35, v: 0.3 },
      { u: 0.75, v: 0.7 },
    ] as const;
    const points = before.map(({ u, v }) => viewport.at(u, v));
    pinch(viewport, before, after, 2);
    for (const [i, { u, v }] of after.entries()) {
      const now = viewport.at(u, v);
      assert.ok(Math.hypot(now.x - points[i]!.x, now.y - points[i]!.y) < 1e-6);
    }
  });
});
