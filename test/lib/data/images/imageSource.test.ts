import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import sharp from "sharp";
import { DataError } from "../../../../src/lib/base/errors.js";
import type { ImageRecord } from "../../../../src/lib/data/dataset.js";
import { decodeImage } from "../../../../src/lib/data/images/decodeImage.js";
import type { ImageSource } from "../../../../src/lib/data/images/imageSource.js";

const folder = mkdtempSync(join(tmpdir(), "sources-"));
after(() => rmSync(folder, { recursive: true }));

const path = join(folder, "port 1.png");
const record = (image: string): ImageRecord => ({
  filename: "port 1.png",
  path: image,
  captions: [],
  keywords: [],
  sceneClass: "port",
  split: "test",
});

before(async () => {
  const pixels = Uint8Array.from({ length: 40 * 30 * 3 }, (_, i) => (i * 31) % 256);
  await sharp(pixels, { raw: { width: 40, height: 30, channels: 3 } })
    .png()
    .toFile(path);
});

describe("ImageSource", () => {
  test("path, URL, bytes, sharp pipeline and record of one image decode to the same pixels", async () => {
    const expected = await decodeImage(path, 16);
    const bytes = readFileSync(path);
    const sources: Record<string, ImageSource> = {
      URL: pathToFileURL(path),
      Buffer: bytes,
      Uint8Array: new Uint8Array(bytes),
      pipeline: sharp(bytes),
      record: record(path),
    };
    for (const [name, source] of Object.entries(sources))
      assert.deepEqual(await decodeImage(source, 16), expected, name);
  });

  test("a pipeline keeps its own steps and can be used again", async () => {
    const pipeline = sharp(path).extract({ left: 4, top: 2, width: 16, height: 16 }).negate();
    const expected = await pipeline.clone().raw().toBuffer();
    assert.deepEqual(Buffer.from(await decodeImage(pipeline, 16)), expected);
    assert.deepEqual(Buffer.from(await decodeImage(pipeline, 16)), expected);
    assert.equal((await sharp(await pipeline.png().toBuffer()).metadata()).width, 16);
  });

  test("an image that cannot be opened is named by its file, or by its number and kind", async () => {
    const missing = join(folder, "none.png");
    const named = async (source: ImageSource, name: string, index?: number) =>
      assert.rejects(decodeImage(source, 16, index), (error) => {
        assert.ok(error instanceof DataError);
        assert.ok(error.message.startsWith(`${name}: expected `), error.message);
        return true;
      });
    await named(missing, missing);
    await named(pathToFileURL(missing), missing, 2);
    await named(record(missing), missing, 2);
    await named(Buffer.from("no image"), "image 3 (Buffer)", 2);
    await named(new Uint8Array(), "image (Uint8Array)");
    await named(sharp(missing), "image 1 (sharp pipeline)", 0);
    await named(new URL("https://example.org/a.png"), "https://example.org/a.png");
  });
});
