import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import sharp from "sharp";
import { writeNpy } from "../../../../src/lib/base/npy.js";
import { synthesizeLarge } from "../../../../src/lib/data/index.js";
import { type RetrievalModel, ready } from "../../../../src/lib/index.js";
import {
  evaluateLocalization,
  type LocalizationItem,
} from "../../../../src/lib/localization/evaluation/evaluateLocalization.js";
import {
  findProbabilityMaps,
  jpegOfMap,
  readProbabilityMap,
} from "../../../../src/lib/localization/evaluation/probabilityMap.js";
import { type Annotation, judgeMap, readAnnotations } from "../../../../src/lib/localization/index.js";
import { shippedModel } from "../../../../src/lib/models/index.js";
import { noTorch, runTorch } from "../../../support/torch.js";

const folder = mkdtempSync(join(tmpdir(), "evaluation-"));
after(() => rmSync(folder, { recursive: true }));
const file = (...names: string[]) => join(folder, ...names);

describe("evaluateLocalization", () => {
  let model: RetrievalModel;
  let annotations: readonly Annotation[];
  const options = { images: file("large", "images"), tileSizes: [256] };

  before(async () => {
    await ready();
    model = await shippedModel();
    await synthesizeLarge({ out: file("large"), images: 2, size: 600, seed: 2 });
    annotations = readAnnotations(file("large", "anno.json")).annotations;
  });
  after(() => model.dispose());

  test("goes on after a stop with the items that are missing, and has the same result", async () => {
    const whole = await evaluateLocalization(model, annotations, options);
    assert.equal(whole.items.length, annotations.length);
    const stop = new AbortController();
    const resuming = { ...options, resume: file("state"), model: "m" };
    const stopped = evaluateLocalization(model, annotations, {
      ...resuming,
      signal: stop.signal,
      onItem: () => stop.abort(),
    });
    await assert.rejects(stopped, { name: "AbortError" });
    // A stop in the middle of a line.
    appendFileSync(file("state", "results.jsonl"), '{"key": "12');
    const seen: boolean[] = [];
    const again = await evaluateLocalization(model, annotations, {
      ...resuming,
      onItem: (_, resumed) => seen.push(resumed),
    });
    assert.equal(seen.filter((resumed) => resumed).length, 1);
    const figures = ({ items }: { items: readonly LocalizationItem[] }) =>
      items.map(({ seconds, ...rest }) => rest);
    assert.deepEqual(figures(again), figures(whole));
    const third: boolean[] = [];
    await evaluateLocalization(model, annotations, {
      ...resuming,
      onItem: (_, resumed) => third.push(resumed),
    });
    assert.ok(third.every((resumed) => resumed));
    const other: boolean[] = [];
    await evaluateLocalization(model, annotations, {
      ...resuming,
      model: "another",
      onItem: (_, resumed) => other.push(resumed),
    });
    assert.ok(other.every((resumed) => !resumed));
  });

  test("writes the maps that it judges: PNG, and JPEG as released", async () => {
    for (const [released, ending] of [
      [false, "png"],
      [true, "jpg"],
    ] as const) {
      const maps = file(`maps-${ending}`);
      const { items } = await evaluateLocalization(model, annotations, { ...options, released, maps });
      const files = findProbabilityMaps(maps, annotations.length);
      assert.ok(files.every((one) => one.endsWith(ending)));
      for (const [i, path] of files.entries()) {
        const { rsu, rda, ras, rmi } = judgeMap(await readProbabilityMap(path), annotations[i]!.regions);
        const item = items[i]!;
        assert.deepEqual([rsu, rda, ras, rmi], [item.rsu, item.rda, item.ras, item.rmi]);
      }
    }
  });

  test("refuses missing images, annotations of another image, and unknown words before any work", async () => {
    const onItem = () => assert.fail("no item is computed");
    const far = [
      [2000, 2000],
      [2100, 2000],
      [2100, 2100],
    ] as const;
    const changed = (change: Partial<Annotation>) => [{ ...annotations[0]!, ...change }];
    await assert.rejects(
      evaluateLocalization(model, changed({ image: "77.jpg" }), { ...options, onItem }),
      /found no 77\.jpg/,
    );
    await assert.rejects(
      evaluateLocalization(model, changed({ regions: [far] }), { ...options, onItem }),
      /annotation 1: expected regions inside of 1\.tif, which has 600 × 600 pixels, found region 1 at x 2000…2100/,
    );
    await assert.rejects(
      evaluateLocalization(model, changed({ caption: "xyzzy" }), { ...options, onItem }),
      /xyzzy/,
    );
    writeFileSync(file("taken"), "");
    await assert.rejects(
      evaluateLocalization(model, annotations, { ...options, onItem, resume: file("taken") }),
      /taken: expected a place that can be written/,
    );
  });
});

describe("probability maps", () => {
  const [width, height] = [90, 70];
  const gray = Uint8Array.from({ length: width * height }, (_, i) => 128 + 100 * Math.sin(i / 400));
  const picture = () => sharp(gray, { raw: { width, height, channels: 1 } });

  test("are read from PNG, JPEG and arrays of floats and bytes", async () => {
    await picture().toColorspace("b-w").png().toFile(file("a.png"));
    await picture().png().toFile(file("color.png"));
    await writeNpy(file("a.npy"), {
      shape: [height, width],
      values: Float32Array.from(gray, (byte) => byte / 255),
    });
    await writeNpy(file("bytes.npy"), { shape: [height, width], values: Float32Array.from(gray) });
    for (const name of ["a.png", "color.png", "a.npy", "bytes.npy"])
      assert.deepEqual(await readProbabilityMap(file(name)), { width, height, gray }, name);
  });

  test("are the gray values of OpenCV, and JPEG is written as OpenCV does", { skip: noTorch }, async () => {
    writeFileSync(file("ours.jpg"), await jpegOfMap({ width, height, gray }));
    await picture().toColorspace("b-w").png().toFile(file("source.png"));
    const script =
      "import sys, cv2; f = sys.argv[1]; m = cv2.imread(f + '/source.png', 0); cv2.imwrite(f + '/theirs.jpg', m); " +
      "cv2.imwrite(f + '/color.jpg', cv2.cvtColor(m, cv2.COLOR_GRAY2BGR)); " +
      "[open(f + '/' + n + '.raw', 'wb').write(cv2.imread(f + '/' + n, 0).tobytes()) for n in ('ours.jpg', 'theirs.jpg', 'color.jpg')]";
    await runTorch("-c", [script, folder]);
    for (const [name, most] of [
      ["ours.jpg", 0],
      ["theirs.jpg", 0],
      ["color.jpg", 1],
    ] as const) {
      const { gray: read } = await readProbabilityMap(file(name));
      const raw = readFileSync(file(`${name}.raw`));
      assert.ok(
        read.every((byte, i) => Math.abs(byte - raw[i]!) <= most),
        name,
      );
    }
    assert.deepEqual(
      await readProbabilityMap(file("ours.jpg")),
      await readProbabilityMap(file("theirs.jpg")),
    );
  });

  test("are refused in color, outside of 0…1, in another shape, and when one is missing", async () => {
    await sharp({ create: { width: 9, height: 9, channels: 3, background: "red" } })
      .png()
      .toFile(file("red.png"));
    await assert.rejects(
      readProbabilityMap(file("red.png")),
      /expected a gray map, found the color 255, 0, 0; give probmap_N and not heatmap_N/,
    );
    const cases: readonly (readonly [number[], number[], RegExp])[] = [
      [[2, 2], [0, 0.5, -0.1, 1], /expected values in 0…1, found -0\.1/],
      [[2, 2], [0, 0.5, Number.NaN, 1], /found NaN/],
      [[2, 2], [0, 0.5, 200, 1], /found 0\.5 and values above 1/],
      [[4], [0, 1, 0, 1], /expected an array \[height, width\], found \[4\]/],
    ];
    for (const [shape, values, message] of cases) {
      await writeNpy(file("bad.npy"), { shape, values: Float32Array.from(values) });
      await assert.rejects(readProbabilityMap(file("bad.npy")), message);
    }
    for (const number of [0, 1, 2, 4])
      await picture()
        .png()
        .toFile(file(`probmap_${number}.png`));
    assert.throws(
      () => findProbabilityMaps(folder, 5),
      /expected probmap_0 … probmap_4 .*, found no probmap_3;/,
    );
    writeFileSync(file("probmap_3.jpg"), "");
    await assert.rejects(
      readProbabilityMap(findProbabilityMaps(folder, 5)[3]!),
      /probmap_3\.jpg: expected an image/,
    );
    await picture().png().toFile(file("probmap_3.png"));
    assert.throws(() => findProbabilityMaps(folder, 5), /expected one map of item 3, found/);
    assert.ok(existsSync(file("probmap_3.png")));
  });
});
