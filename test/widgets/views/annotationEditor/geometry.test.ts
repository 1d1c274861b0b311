import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  areaOf,
  contains,
  crossingEdges,
  overlap,
} from "../../../../src/widgets/views/annotationEditor/polygons/geometry.js";
import { problemsOf } from "../../../../src/widgets/views/annotationEditor/polygons/problems.js";
import type { Corner } from "../../../../src/widgets/views/pictures/shapes.js";

const image = { width: 1000, height: 800 };
const square = (x: number, y: number, side: number): Corner[] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
];
const bow: Corner[] = [
  [100, 100],
  [300, 300],
  [300, 100],
  [100, 300],
];

describe("the geometry of regions", () => {
  test("a regular polygon of any size has no crossing edges, and contains its center", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 20 }),
        fc.double({ min: 1, max: 500, noNaN: true }),
        fc.boolean(),
        (count, radius, clockwise) => {
          const corners = Array.from({ length: count }, (_, i): Corner => {
            const angle = (2 * Math.PI * i) / count;
            return [500 + radius * Math.cos(angle), 400 + radius * Math.sin(angle)];
          });
          if (clockwise) corners.reverse();
          assert.equal(crossingEdges(corners), undefined);
          assert.equal(contains(corners, [500, 400]), true);
          assert.equal(contains(corners, [500 + 2 * radius, 400]), false);
          const exact = (count * radius ** 2 * Math.sin((2 * Math.PI) / count)) / 2;
          assert.ok(Math.abs(areaOf(corners) - exact) < 1e-6 * exact);
        },
      ),
    );
  });

  test("two swapped corners of a convex polygon make edges cross", () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 15 }), fc.nat(), (count, at) => {
        const corners = Array.from({ length: count }, (_, i): Corner => {
          const angle = (2 * Math.PI * i) / count;
          return [500 + 200 * Math.cos(angle), 400 + 200 * Math.sin(angle)];
        });
        const first = at % count;
        const second = (first + 1) % count;
        [corners[first], corners[second]] = [corners[second]!, corners[first]!];
        assert.notEqual(crossingEdges(corners), undefined);
      }),
    );
  });

  test("an edge that touches another or runs back over its neighbor counts as crossing, a repeated corner does not", () => {
    assert.deepEqual(crossingEdges(bow), [0, 2]);
    assert.ok(
      crossingEdges([
        [0, 0],
        [100, 0],
        [50, 0],
        [50, 80],
      ]),
      "an edge runs back",
    );
    assert.ok(
      crossingEdges([
        [0, 0],
        [100, 0],
        [100, 100],
        [50, 0],
        [0, 100],
      ]),
      "a corner lies on an edge",
    );
    assert.equal(
      crossingEdges([
        [0, 0],
        [100, 0],
        [100, 0],
        [100, 100],
      ]),
      undefined,
    );
  });

  test("regions overlap when they share an area: crossing, inside each other, or equal, not side by side", () => {
    assert.equal(overlap(square(0, 0, 100), square(50, 50, 100)), true);
    assert.equal(overlap(square(0, 0, 100), square(20, 20, 10)), true);
    assert.equal(overlap(square(20, 20, 10), square(0, 0, 100)), true);
    assert.equal(overlap(square(0, 0, 100), square(0, 0, 100)), true);
    assert.equal(overlap(square(0, 0, 100), square(100, 0, 100)), false);
    assert.equal(overlap(square(0, 0, 100), square(300, 0, 100)), false);
  });
});

describe("the problems of regions", () => {
  const textOf = (...regions: Corner[][]) => problemsOf(regions, image).map(({ text }) => text);

  test("are none for simple regions apart from each other, up to the border of the image", () => {
    assert.deepEqual(textOf(square(0, 0, 400), square(500, 300, 500)), []);
  });

  test("name the region and say what to correct", () => {
    assert.match(
      textOf([
        [1, 1],
        [5, 5],
      ])[0]!,
      /^Region 1 has 2 corners; a region needs at least 3\.$/,
    );
    assert.match(
      textOf([
        [1, 1],
        [5, 5],
        [9, 9],
      ])[0]!,
      /^Region 1 has no area/,
    );
    assert.match(textOf(square(0, 0, 9), bow)[0]!, /^Region 2 has edges that cross, after corners 1 and 3/);
    assert.match(textOf([...square(0, 0, 9), [9, 9]])[0]!, /repeats corner 5|edges that cross/);
    assert.match(textOf(square(900, 700, 200))[0]!, /^Region 1 leaves the image/);
    assert.match(textOf(square(0, 0, 90), square(40, 40, 90))[0]!, /^Region 2 overlaps region 1/);
  });
});
