import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import {
  parseAnnotations,
  readAnnotations,
  requireRegionsInside,
  writeAnnotations,
} from "../../../../src/lib/localization/index.js";

const folder = mkdtempSync(join(tmpdir(), "annotations-"));
after(() => rmSync(folder, { recursive: true }));

const points = [
  [
    [1.5, 2],
    [30, 2],
    [30, 20.25],
    [1.5, 2],
  ],
];

describe("readAnnotations", () => {
  test("reads AIR-SLT's form, and remarks repeated corners and line feeds", () => {
    const file = join(folder, "anno.json");
    writeFileSync(file, JSON.stringify([{ caption: "white boats.\n", jpg_name: "12.jpg", points }]));
    const { annotations, remarks } = readAnnotations(file);
    assert.deepEqual(annotations, [{ caption: "white boats.", image: "12.jpg", regions: points }]);
    assert.deepEqual(
      remarks.map(({ kind, region }) => [kind, region]),
      [
        ["line feed", undefined],
        ["repeated corner", 0],
      ],
    );
    assert.match(remarks[1]!.message, /anno\.json: item 1: polygon 1 repeats 1 of its 4 corners/);
  });

  test("reads again what writeAnnotations wrote", async () => {
    const corner = fc.tuple(fc.integer({ min: -5, max: 9000 }), fc.double({ min: 0, max: 500, noNaN: true }));
    const polygon = fc.uniqueArray(corner, { minLength: 3, maxLength: 9, selector: ([x, y]) => `${x} ${y}` });
    const annotation = fc.record({
      caption: fc.string({ minLength: 1 }).map((text) => `a ${text.trim()}.`),
      image: fc.constantFrom("1.jpg", "Häfen 2.tif"),
      regions: fc.array(polygon, { minLength: 1, maxLength: 3 }),
    });
    const file = join(folder, "written.json");
    await fc.assert(
      fc.asyncProperty(fc.array(annotation, { minLength: 1, maxLength: 4 }), async (annotations) => {
        await writeAnnotations(file, annotations);
        const found = readAnnotations(file).annotations;
        assert.deepEqual(JSON.parse(JSON.stringify(found)), JSON.parse(JSON.stringify(annotations)));
      }),
      { numRuns: 20 },
    );
    const [first] = JSON.parse(readFileSync(file, "utf8")) as object[];
    assert.deepEqual(Object.keys(first!), ["caption", "jpg_name", "points"]);
  });

  test("finds each polygon of a written file on a line of its own", async () => {
    const file = join(folder, "lines.json");
    const square = [
      [0, 0],
      [9, 0],
      [9, 9.5],
    ] as const;
    const caption = 'a "port"\nof boats';
    await writeAnnotations(file, [
      { caption, image: "1.jpg", regions: [square, square] },
      { caption, image: "1.jpg", regions: [square] },
    ]);
    const lines = readFileSync(file, "utf8").split("\n");
    const polygons = lines.filter((line) => /^ *\[\[0,0\],\[9,0\],\[9,9\.5\]\],?$/.test(line));
    assert.equal(polygons.length, 3);
    const { annotations } = readAnnotations(file);
    assert.deepEqual(
      annotations.map((annotation) => [annotation.caption, annotation.regions.length]),
      [
        [caption, 2],
        [caption, 1],
      ],
    );
  });

  test("names the item and the value that is wrong", () => {
    const item = { caption: "a port", jpg_name: "1.jpg", points };
    const refused = (content: unknown, message: RegExp) =>
      assert.throws(() => parseAnnotations(content, "anno.json"), { name: "DataError", message });
    refused({}, /^anno\.json: expected a list of annotations, found a value of type object; /);
    refused([], /^anno\.json: expected a list of annotations, found an empty list; /);
    refused(
      [item, 4],
      /^anno\.json: item 2: expected an object with caption, jpg_name and points, found a value/,
    );
    refused([{ ...item, caption: "\n" }], /^anno\.json: item 1: caption: expected a sentence, found "\\n"; /);
    refused(
      [{ ...item, jpg_name: undefined }],
      /item 1: jpg_name: expected the file name of an image, found none/,
    );
    refused([{ ...item, points: [] }], /item 1: points: expected a list of polygons, found an empty list/);
    refused(
      [
        {
          ...item,
          points: [
            [
              [1, 2],
              [3, 4],
              [1, 2],
            ],
          ],
        },
      ],
      /polygon 1: expected at least three different corners, found 2/,
    );
    refused(
      [
        {
          ...item,
          points: [
            [
              [1, 2],
              [3, null],
              [1, 2],
            ],
          ],
        },
      ],
      /polygon 1: expected corners \[x, y\] of two numbers, found \[3,null\]/,
    );
  });

  test("says that a file is missing or no JSON", () => {
    assert.throws(() => readAnnotations(join(folder, "none.json")), { name: "FileError" });
    const file = join(folder, "text.json");
    writeFileSync(file, "boats");
    assert.throws(() => readAnnotations(file), /text\.json: expected JSON, found /);
  });
});

describe("requireRegionsInside", () => {
  const annotation = { caption: "a port", image: "1.jpg", regions: [points[0] as [number, number][]] };

  test("remarks a region that leaves the image, and refuses one that has no pixel of it", () => {
    assert.deepEqual(requireRegionsInside("anno.json: item 1", annotation, { width: 40, height: 40 }), []);
    const [remark] = requireRegionsInside("anno.json: item 1", annotation, { width: 20, height: 40 });
    assert.equal(remark!.kind, "outside");
    assert.match(
      remark!.message,
      /region 1 at x 1\.5…30, y 2…20\.25 leaves the image of 20 × 40 pixels at 2 of its 4/,
    );
    assert.throws(
      () => requireRegionsInside("anno.json: item 1", annotation, { width: 1, height: 40 }),
      /^DataError: anno\.json: item 1: expected regions inside of 1\.jpg, which has 1 × 40 pixels, found region 1 at x/,
    );
  });
});
