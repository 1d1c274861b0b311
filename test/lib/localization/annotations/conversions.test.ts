import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  annotationsFromCoco,
  annotationsFromGeoJson,
  annotationsFromLabelme,
} from "../../../../src/lib/localization/index.js";

const triangle = [
  [0, 0],
  [9, 0],
  [9, 5],
];

describe("annotationsFromCoco", () => {
  const coco = (annotation: object) => ({
    images: [
      { id: 1, file_name: "a.jpg" },
      { id: 2, file_name: "b.jpg" },
    ],
    categories: [{ id: 7, name: "boats" }],
    annotations: [{ image_id: 1, category_id: 7, segmentation: [triangle.flat()] }, annotation],
  });

  test("joins the polygons of a category and an image", () => {
    const more = { image_id: 1, category_id: 7, segmentation: [triangle.flat(), triangle.flat()] };
    const [one, ...others] = annotationsFromCoco(coco(more), { captionOf: (label) => `many ${label}` });
    assert.deepEqual(one, { caption: "many boats", image: "a.jpg", regions: [triangle, triangle, triangle] });
    assert.deepEqual(others, []);
  });

  test("takes the corners of a box without polygons", () => {
    const [, box] = annotationsFromCoco(coco({ image_id: 2, category_id: 7, bbox: [10, 20, 30, 40] }));
    assert.deepEqual(box!.regions, [
      [
        [10, 20],
        [40, 20],
        [40, 60],
        [10, 60],
      ],
    ]);
  });

  test("refuses run lengths and unknown images", () => {
    const runs = { image_id: 1, category_id: 7, segmentation: { counts: "x", size: [1, 1] } };
    assert.throws(
      () => annotationsFromCoco(coco(runs), { name: "c.json" }),
      /^DataError: c\.json: annotations, item 2: segmentation: expected polygons, found a run-length encoded mask; /,
    );
    assert.throws(
      () => annotationsFromCoco(coco({ image_id: 9, category_id: 7 })),
      /image_id: expected the id of an item/,
    );
    assert.throws(() => annotationsFromCoco({}), /COCO: images: expected a list, found none/);
  });
});

describe("annotationsFromGeoJson", () => {
  const collection = (geometry: object, properties: object = { label: "a pier" }) => ({
    type: "FeatureCollection",
    features: [{ type: "Feature", properties, geometry }],
  });

  test("inverts the affine map of the image, opens rings and leaves out holes", () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(number, number, number, number, (a, b, c, f) => {
        const transform = [4e5 + a, 0.5 + Math.abs(b), c / 10, 5e6, 0, -0.5 - Math.abs(f)] as const;
        const onGround = [...triangle, triangle[0]!].map(([x, y]) => [
          transform[0] + x! * transform[1] + y! * transform[2],
          transform[3] + x! * transform[4] + y! * transform[5],
        ]);
        const geometry = { type: "MultiPolygon", coordinates: [[onGround, [[0, 0]]]] };
        const [found] = annotationsFromGeoJson(collection(geometry), { image: "1.tif", transform });
        assert.equal(found!.regions[0]!.length, 3);
        for (const [i, [x, y]] of found!.regions[0]!.entries()) {
          assert.ok(Math.abs(x - triangle[i]![0]!) < 1e-5 && Math.abs(y - triangle[i]![1]!) < 1e-5);
        }
      }),
    );
  });

  test("refuses other geometries, features without a label, and a transform without an inverse", () => {
    const polygon = { type: "Polygon", coordinates: [triangle] };
    const read =
      (content: object, options: object = {}) =>
      () =>
        annotationsFromGeoJson(content, { image: "1.tif", ...options });
    assert.throws(
      read(collection({ type: "Point", coordinates: [1, 2] })),
      /geometry: expected a Polygon or a MultiPolygon, found "Point"/,
    );
    assert.throws(
      read(collection(polygon, {})),
      /properties: expected a text named caption, label, name, found \{\}/,
    );
    assert.throws(
      read(collection(polygon, { label: "x" }), { property: "kind" }),
      /expected a text named kind/,
    );
    assert.throws(
      read(collection(polygon), { transform: [0, 1, 1, 0, 1, 1] }),
      /transform: expected an affine map that can be inverted/,
    );
  });
});

describe("annotationsFromLabelme", () => {
  test("reads polygons and rectangles of the image's file", () => {
    const shapes = [
      { label: "a pier", points: triangle, shape_type: "polygon" },
      {
        label: "a pier",
        shape_type: "rectangle",
        points: [
          [1, 2],
          [3, 4],
        ],
      },
      { label: "a lake", points: triangle },
    ];
    const found = annotationsFromLabelme({ imagePath: "..\\images\\12.jpg", shapes });
    assert.deepEqual(
      found.map(({ caption, image, regions }) => [caption, image, regions.map((region) => region.length)]),
      [
        ["a pier", "12.jpg", [3, 4]],
        ["a lake", "12.jpg", [3]],
      ],
    );
  });

  test("refuses circles and a missing file name", () => {
    const circle = {
      label: "a tank",
      shape_type: "circle",
      points: [
        [1, 2],
        [3, 4],
      ],
    };
    assert.throws(
      () => annotationsFromLabelme({ imagePath: "1.jpg", shapes: [circle] }),
      /shapes, item 1: shape_type: expected polygon or rectangle, found "circle"/,
    );
    assert.throws(
      () => annotationsFromLabelme({ shapes: [] }),
      /imagePath: expected the file name of an image/,
    );
  });
});
