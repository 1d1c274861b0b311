import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { decodeRaster } from "../../../../../src/lib/data/images/decodeImage.js";
import { noTorch, runTorch } from "../../../../support/torch.js";

const folder = mkdtempSync(join(tmpdir(), "pillow-"));
after(() => rmSync(folder, { recursive: true }));

/** Writes a photograph-like image in every mode and compression that Pillow writes, and what Pillow reads of it. */
const script = `
import sys
import numpy as np
from pathlib import Path
from PIL import Image, features
folder = Path(sys.argv[1])
random = np.random.default_rng(0)
height, width = 61, 83
ramp = np.stack([np.add.outer(np.arange(height) * k, np.arange(width) * (4 - k)) % 256 for k in (1, 2, 3)], 2)
image = Image.fromarray(((ramp + random.integers(0, 40, ramp.shape)) % 256).astype(np.uint8))
ycc = Image.fromarray(random.integers(0, 256, ramp.shape, dtype=np.uint8), "YCbCr")
files = {}
for mode in ("RGB", "RGBA", "L", "LA", "P", "1", "CMYK", "I", "F"):
    files[f"{mode}.tif"] = (image.convert(mode), {})
files["YCbCr.tif"] = (ycc, {})
opaque = random.integers(0, 256, (height, width), dtype=np.uint8)
files["transparent.tif"] = (Image.fromarray(np.dstack([np.asarray(image), opaque])), {})
for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", "zstd"):
    files[f"{compression}.tif"] = (image, {"compression": compression})
for compression in ("group3", "group4", "tiff_ccitt"):
    files[f"{compression}.tif"] = (image.convert("1"), {"compression": compression})
files["ycc_jpeg.tif"] = (ycc, {"compression": "jpeg"})
files["cmyk_jpeg.tif"] = (image.convert("CMYK"), {"compression": "jpeg"})
for turn in range(1, 9):
    files[f"turned{turn}.tif"] = (image, {"tiffinfo": {274: turn}})
exif = Image.Exif()
exif[274] = 6
files["camera.jpg"] = (image, {"exif": exif})
files["cmyk.jpg"] = (image.convert("CMYK"), {"quality": 95})
files["progressive.jpg"] = (image, {"progressive": True})
for mode in ("1", "L", "P", "RGB"):
    files[f"{mode}.bmp"] = (image.convert(mode), {})
files["palette.gif"] = (image, {})
files["lossless.webp"] = (image, {"lossless": True})
files["P.png"] = (image.convert("P"), {"transparency": 3})
files["LA.png"] = (image.convert("LA"), {})
files["1.png"] = (image.convert("1"), {})
deep = (np.asarray(image).astype(np.uint16) << 8) | 90
for name, (picture, options) in files.items():
    try:
        picture.save(folder / name, **options)
    except Exception:
        continue
    opened = Image.open(folder / name)
    pixels = opened.convert("RGB")
    (folder / f"{name}.raw").write_bytes(pixels.tobytes())
    print(name, pixels.width, pixels.height)
`;

describe("decodeRaster has the bytes of Pillow", { skip: noTorch }, () => {
  test("for every mode, compression and orientation that Pillow writes", async () => {
    const lines = (await runTorch("-c", [script, folder])).trim().split("\n");
    assert.ok(lines.length > 35, lines.join());
    for (const line of lines) {
      const [name, width, height] = line.split(" ");
      const found = await decodeRaster(join(folder, name!));
      assert.deepEqual([found.width, found.height], [Number(width), Number(height)], name);
      const expected = readFileSync(join(folder, `${name}.raw`));
      const differing = expected.findIndex((byte, i) => byte !== found.data[i]);
      assert.equal(
        differing,
        -1,
        `${name} at byte ${differing}: Pillow ${expected[differing]}, here ${found.data[differing]}`,
      );
    }
  });
});
