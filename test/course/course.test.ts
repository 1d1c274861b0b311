// The helpers of lessons: check cells, the length of training, pictures and tables.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, mock, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import sharp from "sharp";
import {
  check,
  cosines,
  cropsOf,
  drawMap,
  figures,
  mapPictures,
  picture,
  scoreMapPicture,
  table,
  trainFor,
  writeMosaic,
} from "../../src/course/index.js";

afterEach(() => {
  mock.restoreAll();
  delete process.env.AMFMN_LESSON_LENGTH;
});

/** Returns the HTML that a front end shows for a value. */
function htmlOf(shown: object): string {
  const display = (shown as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]!;
  return display()["text/html"]!;
}

/** Returns the text that check prints. */
async function checked(...args: Parameters<typeof check<number>>) {
  const log = mock.method(console, "log", () => {});
  await check(...args);
  return String(log.mock.calls[0]?.arguments[0]);
}

test("a check says right, not yet with its hint, or that there is no answer so far", async () => {
  const half = (value: number) => value === 0.5;
  assert.equal(await checked("Exercise 1", 0.5, half, "halve it"), "✓ Exercise 1: right.");
  assert.equal(await checked("Exercise 1", 2, half, "halve it"), "✗ Exercise 1: not yet. Hint: halve it");
  assert.match(await checked("Exercise 1", undefined, half), /open\. Write your answer/);
});

test("an error in a student's code is a wrong answer with its message, not the end of the notebook", async () => {
  const broken = () => {
    throw new TypeError("vector is not a function");
  };
  assert.match(await checked("Exercise 2", 1, broken), /not yet\. .*TypeError: vector is not a function/);
});

test("one setting shortens training, to what a lesson needs at least and never beyond its whole", () => {
  assert.equal(trainFor(12), 12);
  process.env.AMFMN_LESSON_LENGTH = "0.1";
  assert.equal(trainFor(12), 1);
  assert.equal(trainFor(100), 10);
  assert.equal(trainFor(12, 3), 3);
  assert.equal(trainFor(2, 3), 2);
  process.env.AMFMN_LESSON_LENGTH = "fast";
  assert.throws(() => trainFor(12), /AMFMN_LESSON_LENGTH: expected a number above 0 .* found "fast"/);
});

test("figures carry their pictures at the size and in the format they are shown, and captions as text", async () => {
  const white = { width: 600, height: 400, channels: 3 as const, background: "white" };
  const picture = new Uint8Array(await sharp({ create: white }).png().toBuffer());
  for (const [pixelated, format] of [
    [false, "jpeg"],
    [true, "png"],
  ] as const) {
    const html = htmlOf(await figures([{ picture, caption: 'a <b> & "c"' }], { size: 90, pixelated }));
    assert.match(html, /<figcaption>a &lt;b> &amp; &quot;c&quot;<\/figcaption>/);
    const [, type, data] = /data:image\/(\w+);base64,([^"]+)/.exec(html)!;
    const stored = await sharp(Buffer.from(data!, "base64")).metadata();
    assert.deepEqual([type, stored.format], [format, format]);
    assert.deepEqual([stored.width, stored.height], [90, 60]);
    assert.match(html, / width="90" height="60" /);
  }
});

test("figures keep the proportions of a picture, so that a circle stays round", async () => {
  const sizesOf = async (width: number, height: number) => {
    const gray = { width, height, channels: 3 as const, background: "gray" };
    const picture = await sharp({ create: gray }).png().toBuffer();
    const html = htmlOf(await figures([{ picture }], { size: 100 }));
    return / width="(\d+)" height="(\d+)" /.exec(html)!.slice(1).map(Number);
  };
  assert.deepEqual(await sizesOf(1400, 1000), [100, 71]);
  assert.deepEqual(await sizesOf(20, 40), [50, 100]);
  assert.deepEqual(await sizesOf(64, 64), [100, 100]);
});

test("maps become a picture a channel, dark where the channel is least and bright where it is greatest", async () => {
  const maps = tf.tensor3d([0, 9, 1, 5, 2, 0, 4, 3], [2, 2, 2]); // first channel 0 1 2 4, second 9 5 0 3
  const pictures = await mapPictures(maps);
  assert.equal(pictures.length, 2);
  const brightness = await Promise.all(
    pictures.map(async (png) => [...(await sharp(png).greyscale().raw().toBuffer())]),
  );
  const brightest = brightness.map((all) => all.indexOf(Math.max(...all)));
  const darkest = brightness.map((all) => all.indexOf(Math.min(...all)));
  assert.deepEqual(brightest, [3, 0]);
  assert.deepEqual(darkest, [0, 2]);
});

test("maps of a batch are drawn of one image, from its first channel on", async () => {
  const first = tf.fill([2, 2, 2], 7);
  const second = tf.tensor3d([0, 9, 1, 5, 2, 0, 4, 3], [2, 2, 2]);
  const batch = tf.stack([first, second]) as tf.Tensor4D;
  const pictures = await mapPictures(batch, { image: 1, channels: 1 });
  assert.deepEqual(pictures, (await mapPictures(second)).slice(0, 1));
});

test("figures show a record with its first caption", async () => {
  const path = "notebooks/sample/00455.jpg";
  const record = { filename: "00455.jpg", path, captions: ["a stadium", "a field"] };
  const html = htmlOf(
    await figures([{ ...record, keywords: [], sceneClass: "stadium", split: "test" }], { size: 40 }),
  );
  assert.match(html, /<figcaption>a stadium<\/figcaption>/);
});

test("a picture keeps its proportions, and its width when it is narrow", async () => {
  const gray = { width: 60, height: 40, channels: 3 as const, background: "gray" };
  const image = await sharp({ create: gray }).png().toBuffer();
  const sizes = [30, 90].map(async (width) => {
    const shown = Reflect.get(await picture(image, { width }), Symbol.for("Jupyter.display"))();
    return sharp(Buffer.from(shown["image/png"], "base64")).metadata();
  });
  const [narrow, own] = await Promise.all(sizes);
  assert.deepEqual([narrow!.width, narrow!.height, own!.width, own!.height], [30, 20, 60, 40]);
});

test("a mosaic holds its images row by row", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mosaic-"));
  try {
    const paths = await Promise.all(
      ["red", "lime", "blue"].map(async (background) => {
        const path = join(folder, `${background}.png`);
        await sharp({ create: { width: 9, height: 9, channels: 3, background } }).toFile(path);
        return path;
      }),
    );
    const file = join(folder, "mosaic.png");
    const size = await writeMosaic(file, paths, { columns: 2, side: 8 });
    assert.deepEqual(size, { width: 16, height: 16 });
    const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height], [16, 16]);
    const at = (x: number, y: number) => [...data.subarray((y * 16 + x) * 3, (y * 16 + x) * 3 + 3)];
    assert.deepEqual(
      [at(4, 4), at(12, 4), at(4, 12)],
      [
        [255, 0, 0],
        [0, 255, 0],
        [0, 0, 255],
      ],
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("cosines compare each vector with each and do not depend on lengths", async () => {
  const [first, second] = await cosines(tf.tensor2d([3, 4, -8, 6], [2, 2]));
  assert.ok(Math.abs(first![0]! - 1) < 1e-6 && Math.abs(first![1]!) < 1e-6);
  assert.ok(Math.abs(second![0]!) < 1e-6 && Math.abs(second![1]! - 1) < 1e-6);
});

test("a table has the columns of its first row, numbers of a few digits, and empty cells", () => {
  const html = htmlOf(table([{ name: "a <b>", mR: 12.3456 }, { name: "c" }, { name: "d", mR: 0.00098765 }]));
  const cells = [...html.matchAll(/<t[hd][^>]*>([^<]*)<\/t[hd]>/g)].map(([, text]) => text);
  assert.deepEqual(cells, ["name", "mR", "a &lt;b>", "12.35", "c", "", "d", "0.000988"]);
  assert.match(htmlOf(table([{ bleu: 3e-155 }])), />0<\/td>/);
});

test("the crops of an image differ, and are the same again from the same seed", async () => {
  const image = "notebooks/sample/00013.jpg";
  const views = await cropsOf(image, "aerial", { count: 4, size: 64 });
  const texts = views.map((view) => Buffer.from(view).toString("base64"));
  assert.equal(new Set(texts).size, 4);
  const again = await cropsOf(image, "aerial", { count: 4, size: 64 });
  assert.deepEqual(
    again.map((view) => Buffer.from(view).toString("base64")),
    texts,
  );
  const plain = await cropsOf(image, "none", { count: 2, size: 64 });
  assert.deepEqual(plain[0], plain[1]);
});

test("a drawn map has the height of its hills in their middles, and the higher one where they overlap", () => {
  const low = { x: 120, y: 50, spread: 15, height: 0.5 };
  const { width, gray } = drawMap({ width: 200, height: 100 }, [{ x: 60, y: 50, spread: 15 }, low]);
  assert.equal(gray.length, 200 * 100);
  assert.deepEqual([gray[50 * width + 60], gray[50 * width + 120]], [255, 128]);
  assert.equal(gray[50 * width + 75], Math.round(255 * Math.exp(-0.5)));
});

test("a picture of a map has its proportions, and shows regions with circles and attention centers", async () => {
  const map = drawMap({ width: 800, height: 400 }, [{ x: 200, y: 200, spread: 40 }]);
  const corners = [
    [150, 150],
    [250, 150],
    [250, 250],
    [150, 250],
  ] as const;
  const colors = async (bytes: Uint8Array) => {
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height], [400, 200]);
    const at = (k: number) => data.subarray(k, k + 3).toString("hex");
    return new Set(Array.from({ length: data.length / info.channels }, (_, k) => at(k * info.channels)));
  };
  const alone = await colors(await scoreMapPicture(map, { side: 400 }));
  const marked = await colors(await scoreMapPicture(map, { side: 400, regions: [corners] }));
  for (const color of ["4dd0e1", "ffd54f", "ff5277"]) {
    assert.equal(alone.has(color), false);
    assert.ok(marked.has(color), `${color} is drawn`);
  }
});
