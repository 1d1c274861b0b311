import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { AmfmnError } from "../../../src/lib/base/errors.js";
import { type BoxList, readBoxes } from "../../../src/lib/objects/index.js";

const folder = mkdtempSync(join(tmpdir(), "boxes-"));
after(() => rmSync(folder, { recursive: true }));

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

/** Lists labels, confidences and boxes by image. */
function short({ images }: BoxList): Record<string, unknown[]> {
  return Object.fromEntries(
    images.map(({ image, boxes }) => [
      image,
      boxes.map(({ label, confidence, box }) => [label, confidence, ...box]),
    ]),
  );
}

const two = {
  "port_1.tif": [
    ["boat", 0.5, 1, 2, 30, 40],
    ["pier", 1, 0, 0, 9, 9],
  ],
  "port_2.tif": [["boat", 0.25, 5, 6, 7, 8]],
};

describe("readBoxes", () => {
  test("reads tables with each separator and each usual name", async () => {
    const rows = [
      ["port_1.tif", "boat", "0.5", "1", "2", "30", "40"],
      ["images/port_1.tif", "pier", "", "0", "0", "9", "9"],
      ["port_2.tif", "boat", "2.5e-1", "5", "6", "7", "8"],
    ].map((row) => [row[0]!.replace("images/", ""), ...row.slice(1)]);
    const headers = [
      "image,label,confidence,x0,y0,x1,y1",
      "Filename,class,score,xmin,ymin,xmax,ymax",
      "image_path,category,conf,x1,y1,x2,y2",
      "file,name,probability,left,top,right,bottom",
    ];
    for (const [i, header] of headers.entries()) {
      const separator = [",", "\t", ";", "|"][i]!;
      const text = [header.split(","), ...rows].map((row) => row.join(separator)).join("\r\n");
      assert.deepEqual(short(await readBoxes(write(`table${i}.csv`, `\ufeff${text}\n`))), two);
    }
  });

  test("reads rotated rectangles beside boxes, and images without objects", async () => {
    const text = [
      "image,label,x0,y0,x1,y1,x2,y2,x3,y3,image_width,image_height",
      "a.png,ship,10,0,20,10,10,20,0,10,100,50",
      "a.png,ship,1,2,3,4,,,,,100,50",
      "b.png,,,,,,,,,,,",
    ].join("\n");
    const { images } = await readBoxes(write("corners.csv", text));
    assert.deepEqual(images, [
      {
        image: "a.png",
        width: 100,
        height: 50,
        boxes: [
          { label: "ship", confidence: 1, box: [0, 0, 20, 20], corners: [10, 0, 20, 10, 10, 20, 0, 10] },
          { label: "ship", confidence: 1, box: [1, 2, 3, 4] },
        ],
      },
      { image: "b.png", width: undefined, height: undefined, boxes: [] },
    ]);
  });

  test("reads JSON lists, JSON by image, and COCO's two forms", async () => {
    const rows = [
      { image: "port_1.tif", label: "boat", confidence: 0.5, x0: 1, y0: 2, x1: 30, y1: 40 },
      { image: "port_1.tif", label: "pier", box: [0, 0, 9, 9] },
      {
        image: "port_2.tif",
        label: "boat",
        score: 0.25,
        corners: [
          [5, 6],
          [7, 6],
          [7, 8],
          [5, 8],
        ],
      },
    ];
    assert.deepEqual(short(await readBoxes(write("rows.json", rows))), two);
    const images = [
      {
        image: "port_1.tif",
        width: 64,
        height: 32,
        objects: [
          { label: "boat", confidence: 0.5, box: [1, 2, 30, 40] },
          { label: "pier", box: [0, 0, 9, 9] },
        ],
      },
      {
        image: "port_2.tif",
        objects: [{ label: "boat", confidence: 0.25, corners: [5, 6, 7, 6, 7, 8, 5, 8] }],
      },
    ];
    const grouped = await readBoxes(write("grouped.json", { classes: ["pier", "boat"], images }));
    assert.deepEqual(short(grouped), two);
    assert.deepEqual(grouped.classes, ["pier", "boat"]);
    const coco = {
      info: {},
      images: [
        { id: 7, file_name: "port_1.tif", width: 64, height: 32 },
        { id: 9, file_name: "port_2.tif", width: 64, height: 32 },
        { id: 3, file_name: "empty.tif" },
      ],
      categories: [
        { id: 1, name: "boat" },
        { id: 5, name: "pier" },
      ],
      annotations: [
        { image_id: 7, category_id: 1, bbox: [1, 2, 29, 38], score: 0.5, iscrowd: 0 },
        { image_id: 7, category_id: 5, bbox: [0, 0, 9, 9] },
        { image_id: 7, category_id: 5, bbox: [0, 0, 64, 64], iscrowd: 1 },
        { image_id: 9, category_id: 1, bbox: [5, 6, 2, 2], score: 0.25 },
      ],
    };
    const list = await readBoxes(write("coco.json", coco));
    assert.deepEqual(short(list), { ...two, "empty.tif": [] });
    assert.deepEqual(list.classes, ["boat", "pier"]);
    const results = [
      { image_id: 139, category_id: 2, bbox: [1, 2, 3, 4], score: 0.5 },
      { image_id: "x_1", category_id: 1, bbox: [0, 0, 1, 1], score: 1 },
    ];
    assert.deepEqual(short(await readBoxes(write("results.json", results))), {
      "139": [["2", 0.5, 1, 2, 4, 6]],
      x_1: [["1", 1, 0, 0, 1, 1]],
    });
  });

  test("reads DOTA's folders of annotations and of detections", async () => {
    const annotations = join(folder, "labelTxt");
    mkdirSync(annotations);
    writeFileSync(
      join(annotations, "P0001.txt"),
      "imagesource:GoogleEarth\ngsd:0.146\n10.0 0.0 20.0 10.0 10.0 20.0 0.0 10.0 large-vehicle 0\n1 2 3 2 3 4 1 4 ship 1\n",
    );
    writeFileSync(join(annotations, "P0002.txt"), "");
    writeFileSync(join(annotations, ".DS_Store"), "x");
    assert.deepEqual(short(await readBoxes(annotations)), {
      P0001: [
        ["large-vehicle", 1, 0, 0, 20, 20],
        ["ship", 1, 1, 2, 3, 4],
      ],
      P0002: [],
    });
    const detections = join(folder, "task");
    mkdirSync(detections);
    writeFileSync(join(detections, "Task1_ship.txt"), "P0003 0.9 10 0 20 10 10 20 0 10\n");
    writeFileSync(join(detections, "Task1_plane.txt"), "P0003 0.25 1 2 3 4\n");
    assert.deepEqual(short(await readBoxes(detections)), {
      P0003: [
        ["plane", 0.25, 1, 2, 3, 4],
        ["ship", 0.9, 0, 0, 20, 20],
      ],
    });
  });

  test("refuses other content with one sentence that names the place", async () => {
    const row = (more: object) => [{ image: "a.png", label: "ship", box: [1, 2, 3, 4], ...more }];
    const cases: readonly (readonly [name: string, content: unknown, message: RegExp])[] = [
      [
        "percent.json",
        row({ confidence: 87 }),
        /percent\.json: object 1: expected a confidence in 0…1, found 87; divide/,
      ],
      ["negative.json", row({ confidence: -0.1 }), /expected a confidence in 0…1, found -0\.1/],
      [
        "nan.csv",
        "image,label,confidence,x0,y0,x1,y1\na.png,ship,nan,1,2,3,4",
        /line 2: expected a confidence in 0…1, found "nan"/,
      ],
      [
        "text.csv",
        "image,label,x0,y0,x1,y1\na.png,ship,1,2,three,4",
        /line 2: expected finite coordinates in pixels, found "three"/,
      ],
      [
        "turned.json",
        row({ box: [3, 2, 1, 4] }),
        /object 1: expected left ≤ right and top ≤ bottom.*found \[3,2,1,4\]/,
      ],
      ["six.json", row({ box: [1, 2, 3, 4, 5, 6] }), /or eight numbers of corners, found \[1,2,3,4,5,6\]/],
      ["label.json", row({ label: " " }), /expected the class of an object, found " "/],
      ["image.json", row({ image: "" }), /expected the name of an image, found ""/],
      ["columns.csv", "name,x\n1,2", /expected objects of images: .*, found the columns name, x; name/],
      [
        "ragged.csv",
        "image,label,x0,y0,x1,y1\na.png,ship,1,2,3",
        /line 2: expected 6 columns as in the header, found 5/,
      ],
      ["keys.json", { boxes: [] }, /found the keys boxes/],
      ["cut.json", '[{"image": "a.png", ', /cut\.json: expected JSON, found an error/],
      ["page.json", "<!doctype html>", /found an HTML page/],
      [
        "line.txt",
        "1 2 3 ship",
        /line 1: expected x0 y0 x1 y1 x2 y2 x3 y3 class difficult, found "1 2 3 ship"/,
      ],
      [
        "twice.json",
        {
          images: [
            { image: "a/x.png", objects: [] },
            { image: "b/x.png", objects: [] },
          ],
        },
        /expected each image once, found x\.png twice/,
      ],
      [
        "bbox.json",
        {
          images: [{ id: 1, file_name: "a" }],
          categories: [{ id: 1, name: "b" }],
          annotations: [{ image_id: 1, category_id: 1, bbox: [1, 2, -3, 4] }],
        },
        /annotation 1: expected a bbox of x, y, width and height/,
      ],
      [
        "category.json",
        {
          images: [{ id: 1, file_name: "a" }],
          categories: [],
          annotations: [{ image_id: 1, category_id: 4, bbox: [1, 2, 3, 4] }],
        },
        /expected the id of a category of the file, found 4/,
      ],
    ];
    for (const [name, content, message] of cases) {
      await assert.rejects(readBoxes(write(name, content)), (error: Error) => {
        assert.ok(error instanceof AmfmnError, String(error.stack));
        assert.match(error.message, message);
        assert.ok(!error.message.includes("\n"));
        return true;
      });
    }
    mkdirSync(join(folder, "none"));
    await assert.rejects(
      readBoxes(join(folder, "none")),
      /expected DOTA's text files, found an empty folder/,
    );
    await assert.rejects(
      readBoxes(join(folder, "absent.json")),
      /absent\.json: expected a file that can be read/,
    );
  });
});
