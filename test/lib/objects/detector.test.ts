import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import sharp from "sharp";
import { AmfmnError, DataError, EngineError, OptionError } from "../../../src/lib/base/errors.js";
import { readNpy, writeNpy } from "../../../src/lib/base/npy.js";
import { loadOnnxRuntime } from "../../../src/lib/objects/detector/onnxRuntime.js";
import {
  type DetectorOptions,
  detectObjects,
  type ImageBoxes,
  openDetector,
  openObjects,
  readBoxes,
  writeBoxes,
} from "../../../src/lib/objects/index.js";
import { detrModel, onnxBytes, yoloModel } from "../../support/onnx.js";
import { noTorch, runTorch } from "../../support/torch.js";

const folder = mkdtempSync(join(tmpdir(), "detector-"));
after(() => rmSync(folder, { recursive: true }));
const cache = join(folder, "cache");

/** A gray picture of 128 × 96 pixels with a red square, and a green one at the lower right. */
const image = join(folder, "squares.png");
before(async () => {
  const square = (background: string) =>
    sharp({ create: { width: 32, height: 32, channels: 3, background } })
      .png()
      .toBuffer();
  await sharp({ create: { width: 128, height: 96, channels: 3, background: "#808080" } })
    .composite([
      { input: await square("#ff2020"), left: 16, top: 32 },
      { input: await square("#20f020"), left: 80, top: 48 },
    ])
    .png()
    .toFile(image);
});

function save(name: string, bytes: Uint8Array | string): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

async function detect(file: string, options: DetectorOptions = {}): Promise<ImageBoxes> {
  const detector = await openDetector(file, { cache, ...options });
  try {
    return await detector.detect(image);
  } finally {
    await detector.close();
  }
}

/** Checks that some boxes cover both squares: the detectors' boxes have 14 pixels of 64, 28 of the image's 128. */
function assertSquares({ image: name, width, height, boxes }: ImageBoxes, labels = ["red", "green"]): void {
  assert.deepEqual([name, width, height], ["squares.png", 128, 96]);
  const centers = { [labels[0]!]: [32, 48], [labels[1]!]: [96, 64] };
  for (const { label, box } of boxes) {
    const [x, y] = centers[label] ?? assert.fail(`found ${label}`);
    const [left, top, right, bottom] = box;
    assert.ok(
      Math.abs((left + right) / 2 - x!) <= 20 && Math.abs((top + bottom) / 2 - y!) <= 20,
      `${label} ${box}`,
    );
  }
  assert.deepEqual(
    [...new Set(boxes.map(({ label }) => label))].sort(),
    labels.filter((one) => boxes.some(({ label }) => label === one)).sort(),
  );
}

describe("a detector", () => {
  test("finds objects in each form of outputs, which it recognizes", async () => {
    const files = {
      yolov8: save("v8.onnx", yoloModel("yolov8")),
      yolov5: save("v5.onnx", yoloModel("yolov5")),
      "yolov8-obb": save(
        "obb.onnx",
        yoloModel("yolov8-obb", { names: "{0: 'red', 1: 'green'}", task: "obb" }),
      ),
      "end-to-end": save("end.onnx", yoloModel("end-to-end")),
      detr: save("detr.onnx", detrModel(true)),
      "rt-detr": save("rtdetr.onnx", detrModel(false)),
    };
    const names = ["red", "green"];
    for (const [form, file] of Object.entries(files)) {
      const given = form.includes("detr") ? { names } : {};
      const detector = await openDetector(file, { cache, ...given });
      assert.equal(detector.form, form);
      assert.deepEqual(detector.classes, names);
      const found = await detector.detect(image);
      await detector.close();
      assertSquares(found);
      assert.ok(
        found.boxes.some(({ label }) => label === "red"),
        form,
      );
      if (form !== "end-to-end")
        assert.ok(
          found.boxes.some(({ label }) => label === "green"),
          form,
        );
      for (const { confidence, corners } of found.boxes) {
        assert.ok(confidence >= 0.25 && confidence <= 1);
        assert.equal(corners?.length, form === "yolov8-obb" ? 8 : undefined);
      }
    }
  });

  test("takes the names of classes from the model, a file or the caller, else numbers", async () => {
    const bare = save("bare.onnx", yoloModel("yolov8", {}));
    assertSquares(await detect(bare, { form: "yolov8" }), ["class 0", "class 1"]);
    for (const [name, text] of [
      ["coco.names", "rot\ngrün\n"],
      ["data.yaml", "train: x\nnames:\n  0: rot\n  1: grün\n"],
      ["config.json", '{"id2label": {"0": "rot", "1": "grün"}}'],
      ["list.json", '["rot", "grün"]'],
    ] as const)
      assertSquares(await detect(bare, { names: save(name, text) }), ["rot", "grün"]);
    assertSquares(await detect(bare, { names: ["rot", "grün"] }), ["rot", "grün"]);
    await assert.rejects(
      detect(bare, { names: save("none.yaml", "train: x") }),
      /none\.yaml: expected the names of classes/,
    );
  });

  test("keeps detections by the bytes of model and image, not by their names", async () => {
    const file = save("kept.onnx", yoloModel("yolov8"));
    const own = join(folder, "own");
    const files = () =>
      readdirSync(own, { recursive: true })
        .map(String)
        .filter((name) => name.endsWith(".json"));
    const first = await detect(file, { cache: own });
    assert.equal(files().length, 1);
    const path = join(own, files()[0]!);
    const kept = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...kept, boxes: [] }));
    assert.deepEqual((await detect(file, { cache: own })).boxes, []);
    assert.deepEqual((await detect(file, { cache: own, confidence: 0.3 })).boxes, first.boxes);
    writeFileSync(path, "{");
    assert.deepEqual(await detect(file, { cache: own }), first);
    assert.ok(statSync(path).size > 10);
  });

  test("gives a list with progress, a file that is read again, and a source", async () => {
    const file = save("list.onnx", yoloModel("yolov8"));
    const detector = await openDetector(file, { cache });
    const steps: string[] = [];
    const list = await detectObjects(detector, [image, image], {
      onProgress: (done, total) => steps.push(`${done}/${total}`),
    });
    assert.deepEqual(steps, ["1/2", "2/2"]);
    await assert.rejects(
      detectObjects(detector, [image], { signal: AbortSignal.abort(new Error("stop")) }),
      /stop/,
    );
    await detector.close();
    const written = join(folder, "objects.json");
    await writeBoxes(written, { ...list, images: list.images.slice(1) });
    const again = await readBoxes(written);
    assert.deepEqual(again, { classes: ["red", "green"], images: list.images.slice(1) });
    const pixels = { size: 8, values: new Float32Array(0) };
    const images = [{ name: "squares.png", path: image }];
    const [fromModel, fromFile] = [
      await openObjects(file, { detector: { cache } }),
      await openObjects(written),
    ];
    assert.deepEqual([fromModel.kind, fromModel.settings], [fromFile.kind, fromFile.settings]);
    const numbers = await fromModel.read([...images, ...images], pixels);
    const once = await fromFile.read(images, pixels);
    assert.deepEqual(numbers.objects.slice(0, 400), once.objects);
    assert.deepEqual(numbers.objects.slice(400), once.objects);
    assert.ok(once.objects.some((value) => value > 0));
    await assert.rejects(
      fromModel.read([{ name: "image 1" }], pixels),
      /expected the file of the image image 1, found an image in memory/,
    );
  });

  test("is refused with one sentence when it is no detector, or an option is not possible", async () => {
    const input = { name: "images", dims: [1, 3, 64, 64] } as const;
    const identity = (from: string, dims: readonly number[]) =>
      onnxBytes({
        inputs: [{ ...input, dims }],
        outputs: [{ name: "out", dims }],
        weights: [],
        operations: [{ type: "Identity", inputs: [from], outputs: ["out"] }],
      });
    const whole = yoloModel("yolov8");
    const cases: readonly (readonly [string, Uint8Array | string, RegExp])[] = [
      [
        "text.onnx",
        "<!doctype html>",
        /text\.onnx: expected an ONNX model, found 15 bytes of another format/,
      ],
      [
        "cut.onnx",
        whole.subarray(0, whole.length - 40),
        /cut\.onnx: expected an ONNX model, found \d+ bytes/,
      ],
      ["empty.onnx", "", /expected an ONNX model/],
      [
        "picture.onnx",
        identity("images", [1, 3, 64, 64]),
        /expected the outputs of YOLO .* found out \[1, 3, 64, 64\]; export/,
      ],
      [
        "gray.onnx",
        identity("images", [1, 1, 64, 64]),
        /expected one input of float32 \[1, 3, height, width\], found images float32 \[1, 1, 64, 64\]/,
      ],
    ];
    for (const [name, content, message] of cases)
      await assert.rejects(detect(save(name, content)), (error: Error) => {
        assert.ok(error instanceof DataError, String(error.stack));
        assert.match(error.message, message);
        assert.ok(!error.message.includes("\n"));
        return true;
      });
    const file = save("whole.onnx", whole);
    await assert.rejects(
      detect(join(folder, "absent.onnx")),
      /absent\.onnx: expected a file that can be read/,
    );
    await assert.rejects(detect(file, { names: ["a", "b", "c", "d", "e"] }), /they do not fit 5 classes/);
    await assert.rejects(
      detect(file, { form: "detr" }),
      /expected float32 outputs of the form detr, found output0 float32 \[1, 6, 64\]/,
    );
    for (const options of [
      { confidence: 25 },
      { overlap: -1 },
      { size: 12 },
      { size: 128 },
      { form: "x" as "detr" },
    ])
      await assert.rejects(detect(file, options), OptionError);
    const broken = save("broken.png", "x");
    const detector = await openDetector(file, { cache });
    await assert.rejects(
      detector.detect(broken),
      (error: Error) => error instanceof AmfmnError && error.message.includes("broken.png"),
    );
    await detector.close();
  });

  test("asks for ONNX Runtime when it is missing", async () => {
    await assert.rejects(loadOnnxRuntime("yolo.onnx", "onnxruntime-absent"), (error: Error) => {
      assert.ok(error instanceof EngineError);
      assert.equal(
        error.message,
        "yolo.onnx: expected the package onnxruntime-absent, which runs detectors, found none; install it with npm install onnxruntime-absent.",
      );
      return true;
    });
  });

  test("finds what NumPy finds in the outputs for OpenCV's letterbox", { skip: noTorch }, async () => {
    const input = join(folder, "input.npy");
    await runTorch("-c", [
      `
import numpy, cv2
from PIL import Image
image = numpy.array(Image.open(${JSON.stringify(image)}).convert("RGB"))
h, w = image.shape[:2]
r = min(64 / h, 64 / w)
nw, nh = round(w * r), round(h * r)
canvas = numpy.full((64, 64, 3), 114, "uint8")
top, left = round((64 - nh) / 2 - 0.1), round((64 - nw) / 2 - 0.1)
canvas[top:top + nh, left:left + nw] = cv2.resize(image, (nw, nh), interpolation=cv2.INTER_LINEAR)
numpy.save(${JSON.stringify(input)}, canvas.transpose(2, 0, 1)[None].astype("float32") / 255)
`,
    ]);
    const { InferenceSession, Tensor } = await loadOnnxRuntime("test");
    const { shape, values } = await readNpy(input);
    for (const form of ["yolov8", "yolov5"] as const) {
      const file = save(`numpy-${form}.onnx`, yoloModel(form));
      const session = await InferenceSession.create(file, { logSeverityLevel: 3 });
      const { output0 } = await session.run({ images: new Tensor("float32", values, shape) });
      await session.release();
      const raw = join(folder, `${form}.npy`);
      await writeNpy(raw, { shape: output0!.dims, values: output0!.data as Float32Array });
      const printed = await runTorch("-c", [
        `
import numpy, json
out = numpy.load(${JSON.stringify(raw)})[0].astype("float64")
rows = out.T if ${form === "yolov8" ? "True" : "False"} else out
scores = rows[:, 4:] if ${form === "yolov8" ? "True" : "False"} else rows[:, 4:5] * rows[:, 5:]
labels, best = scores.argmax(1), scores.max(1)
xyxy = numpy.concatenate([rows[:, :2] - rows[:, 2:4] / 2, rows[:, :2] + rows[:, 2:4] / 2], 1)
order = [i for i in numpy.argsort(-best, kind="stable") if best[i] >= 0.25]
def iou(a, b):
    common = numpy.clip(numpy.minimum(a[2:], b[2:]) - numpy.maximum(a[:2], b[:2]), 0, None).prod()
    return common / ((a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod() - common)
kept = []
for i in order:
    if all(labels[j] != labels[i] or iou(xyxy[i], xyxy[j]) <= 0.45 for j in kept): kept.append(i)
boxes = (xyxy - [0, 8, 0, 8]) / 0.5
boxes = numpy.clip(boxes, 0, [128, 96, 128, 96])
print(json.dumps([[int(labels[i]), float(best[i]), *boxes[i].tolist()] for i in kept]))
`,
      ]);
      const expected = JSON.parse(printed) as number[][];
      const { boxes } = await detect(file);
      assert.equal(boxes.length, expected.length);
      assert.ok(boxes.length >= 2);
      const sorted = (rows: number[][]) =>
        rows.sort((a, b) => a[0]! - b[0]! || a[2]! - b[2]! || a[3]! - b[3]!);
      const ours = sorted(
        boxes.map(({ label, confidence, box }) => [["red", "green"].indexOf(label), confidence, ...box]),
      );
      for (const [i, row] of sorted(expected).entries())
        for (const [k, value] of row.entries())
          assert.ok(Math.abs(ours[i]![k]! - value) < 0.01, `${form}: ${ours[i]} instead of ${row}`);
    }
  });
});
