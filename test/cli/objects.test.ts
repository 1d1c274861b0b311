// `amfmn objects`: detections, conversions and matrices of a folder of images, and messages for bad input.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openObjects, readBoxes } from "../../src/lib/objects/index.js";
import { amfmn, noCommand } from "../support/command.js";
import { yoloModel } from "../support/onnx.js";

describe("amfmn objects", { skip: noCommand }, () => {
  const folder = mkdtempSync(join(tmpdir(), "amfmn-objects-"));
  const scenes = join(folder, "scenes");
  const images = join(scenes, "images");
  const detector = join(folder, "red.onnx");
  before(async () => {
    const { code, stderr } = await amfmn("synthesize", "--out", scenes, "--images", "8", "--seed", "5");
    assert.equal(code, 0, stderr);
    writeFileSync(detector, yoloModel("yolov8"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = async (...args: string[]) => {
    process.env.XDG_CACHE_HOME = join(folder, "cache");
    const { code, stdout, stderr } = await amfmn("objects", "--images", images, ...args, "--json");
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as { images: number; objects: number; classes: string[] };
  };

  test("writes the boxes that a detector finds, with its classes", async () => {
    const out = join(folder, "detected.json");
    const { objects, ...rest } = await run("--detector", detector, "--out", out, "--confidence", "0.1");
    assert.deepEqual(rest, { out, images: 8, classes: ["red", "green"] });
    const list = await readBoxes(out);
    assert.equal(list.images.length, 8);
    assert.equal(list.images.flatMap(({ boxes }) => boxes).length, objects);
    assert.ok(existsSync(join(folder, "cache", "amfmn-lab", "detections")));
  });

  test("keeps some classes of a file, and writes matrices that are read again", async () => {
    const out = join(folder, "kept.npy");
    const boxes = join(scenes, "objects.json");
    const { classes } = await run("--boxes", boxes, "--classes", "plane", "house", "--out", out);
    assert.deepEqual(classes, ["plane", "house"]);
    const { objects } = await (await openObjects(out)).read([{ name: "airport_0.tif" }], {
      size: 8,
      values: new Float32Array(0),
    });
    const planes = (await readBoxes(boxes)).images[0]!.boxes.filter(({ label }) => label === "plane");
    assert.equal(
      Array.from({ length: 20 }, (_, i) => objects[20 * i]!).reduce((a, b) => a + b),
      planes.length,
    );
    const segments = join(folder, "segments.npy");
    await run("--segments", "--out", segments);
    assert.equal((await openObjects(segments)).kind, "released");
    await run("--grid", "--out", segments);
  });

  test("takes images that a table does not name for images without objects", async () => {
    const table = join(folder, "few.csv");
    writeFileSync(table, "image,label,x0,y0,x1,y1\nairport_0.tif,plane,0,0,9,9\n");
    const out = join(folder, "few.json");
    assert.equal((await run("--boxes", table, "--out", out)).objects, 1);
    assert.equal((await readBoxes(out)).images.length, 8);
  });

  test("refuses flags that do not belong together with one sentence", async () => {
    const out = join(folder, "none.json");
    const cases: readonly (readonly [RegExp, ...string[]])[] = [
      [/expected one of --detector, --boxes, --segments and --grid, found none/, "--out", out],
      [/found --detector and --segments/, "--detector", detector, "--segments", "--out", out],
      [/--names: expected it with --detector/, "--segments", "--names", "x", "--out", out],
      [/--classes: expected it without --segments/, "--segments", "--classes", "a", "--out", out],
      [/--out: expected a \.npy file for segments/, "--segments", "--out", out],
      [/--out: expected a file that ends in \.json or \.npy/, "--grid", "--out", join(folder, "x.csv")],
      [/form: expected one of yolov5/, "--detector", detector, "--form", "yolo", "--out", out],
      [
        /classes: expected 1 to 15 different names/,
        "--detector",
        detector,
        "--classes",
        "a",
        "a",
        "--out",
        out,
      ],
      [
        /expected another file than --boxes/,
        "--boxes",
        join(scenes, "objects.json"),
        "--out",
        join(scenes, "objects.json"),
      ],
    ];
    for (const [message, ...args] of cases) {
      const { code, stderr } = await amfmn("objects", "--images", images, ...args);
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
      assert.ok(!stderr.includes("    at "), stderr);
    }
    assert.ok(!existsSync(out));
    const both = ["evaluate", "--checkpoint", "x", "--data", scenes, "--local", "grid", "--detector"];
    assert.match(
      (await amfmn(...both, detector)).stderr,
      /--detector: expected it without --local, found both/,
    );
    const { code, stderr } = await amfmn(
      "search",
      "--images",
      images,
      "--text",
      "a",
      "--detector",
      "yolo.pt",
    );
    assert.equal(code, 2);
    assert.match(stderr, /--detector: expected a file that ends in \.onnx, found yolo\.pt/);
    assert.ok(readFileSync(join(scenes, "objects.json")).length > 100);
  });
});
