import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import sharp from "sharp";
import { DataError } from "../../../../src/lib/base/errors.js";
import { decodeImage } from "../../../../src/lib/data/images/decodeImage.js";
import { shared } from "../../../support/files.js";
import { noTorch, runTorch } from "../../../support/torch.js";

const folder = mkdtempSync(join(tmpdir(), "decode-"));
after(() => rmSync(folder, { recursive: true }));

/** Writes images of every kind that Pillow resizes, and Pillow's results. Prints the paths of the images. */
const withPillow = `
import sys
import numpy as np
from pathlib import Path
from PIL import Image
folder, others = Path(sys.argv[1]), [Path(p) for p in sys.argv[2:]]
random = np.random.default_rng(0)
shapes = {"wide.png": (97, 301, 3), "high.png": (322, 264, 3), "long.png": (900, 130, 3), "tiny.png": (3, 2, 3),
          "one.png": (1, 1, 3), "gray.png": (300, 201), "rgba.png": (100, 90, 4), "same.png": (64, 64, 3),
          "photo.jpg": (203, 301, 3), "lzw.tif": (80, 77, 3)}
for name, shape in shapes.items():
    image = Image.fromarray(random.integers(0, 256, shape, dtype=np.uint8))
    image.save(folder / name, **({"compression": "tiff_lzw"} if name == "lzw.tif" else {}))
Image.open(folder / "wide.png").convert("P").save(folder / "palette.png")
for path in [folder / name for name in [*shapes, "palette.png"]] + others:
    for size in (64, 256, 278):
        resized = Image.open(path).convert("RGB").resize((size, size), Image.BILINEAR)
        (folder / f"{path.name}-{size}.raw").write_bytes(resized.tobytes())
    print(path)
`;

describe("decodeImage has the bytes of Pillow's bilinear resize", { skip: noTorch }, () => {
  test("for color, gray, palette and transparent images of any proportions", async () => {
    await assertPillow((await runTorch("-c", [withPillow, folder])).trim().split("\n"));
  });

  const photos = ["00013.jpg", "00256.jpg", "00455.jpg", "sparseresidential_3814.tif"].map((name) =>
    shared(`data/sample_images/${name}`),
  );
  test("for photographs of the data sets", { skip: photos[0]!.missing }, async () => {
    const files = photos.map(({ path }) => path);
    await assertPillow((await runTorch("-c", [withPillow, folder, ...files])).trim().split("\n"));
  });

  async function assertPillow(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      for (const size of [64, 256, 278]) {
        const expected = readFileSync(join(folder, `${path.split("/").at(-1)}-${size}.raw`));
        const found = await decodeImage(path, size);
        assert.ok(expected.equals(found), `${path} at ${size}`);
      }
    }
  }
});

describe("decodeImage", () => {
  test("keeps the upper eight of 16 bits, in gray and in color", async () => {
    for (const channels of [1, 3] as const) {
      const values = Uint16Array.from({ length: 16 * 16 * channels }, (_, i) => (i * 977) % 65536);
      const raw = { width: 16, height: 16, channels };
      const path = join(folder, `deep${channels}.tif`);
      const space = channels === 1 ? "grey16" : "rgb16";
      await sharp(values, { raw }).toColorspace(space).tiff({ compression: "lzw" }).toFile(path);
      const metadata = await sharp(path).metadata();
      assert.equal(metadata.depth, "ushort");
      const found = await decodeImage(path, 16);
      const expected = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => {
        return values[channels === 1 ? Math.floor(i / 3) : i]! >> 8;
      });
      assert.deepEqual([...found], [...expected]);
    }
  });

  test("resizes an image of 8000 × 8000 like a small one", async () => {
    const path = join(folder, "large.png");
    const background = { r: 10, g: 200, b: 30 };
    await sharp({ create: { width: 8000, height: 8000, channels: 3, background } }).toFile(path);
    const found = await decodeImage(path, 256);
    assert.deepEqual([...found.subarray(-3)], [10, 200, 30]);
    assert.equal(new Set(found).size, 3);
  });

  test("rejects an image that is missing, cut off, empty or no image, by its name", async () => {
    const whole = await sharp({ create: { width: 90, height: 90, channels: 3, background: "red" } })
      .jpeg()
      .toBuffer();
    const bad = { "cut.jpg": whole.subarray(0, whole.length / 2), "empty.png": "", "text.tif": "no image" };
    for (const [name, content] of Object.entries(bad)) writeFileSync(join(folder, name), content);
    for (const name of [...Object.keys(bad), "missing.png"]) {
      const path = join(folder, name);
      await assert.rejects(
        decodeImage(path, 64),
        (error) => error instanceof DataError && error.message.startsWith(path),
      );
    }
  });

  test("says of a TIFF that it may be cut off, and of a missing file that there is none", async () => {
    const whole = join(folder, "whole.tif");
    const noise = Uint8Array.from({ length: 256 * 256 * 3 }, (_, i) => (i * i) % 251);
    await sharp(noise, { raw: { width: 256, height: 256, channels: 3 } })
      .tiff({ compression: "lzw" })
      .toFile(whole);
    const cut = join(folder, "cut.tif");
    writeFileSync(cut, readFileSync(whole).subarray(0, 20_000));
    const message =
      (...parts: string[]) =>
      (error: unknown) =>
        error instanceof DataError && parts.every((part) => error.message.includes(part));
    await assert.rejects(decodeImage(cut, 64), message(cut, "cut off"));
    await assert.rejects(decodeImage(join(folder, "none.tif"), 64), message("none.tif", "no such file"));
    assert.equal((await decodeImage(whole, 64)).length, 64 * 64 * 3);
  });
});
