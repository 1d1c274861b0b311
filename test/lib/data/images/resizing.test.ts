import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { OptionError } from "../../../../src/lib/base/errors.js";
import { decodeImage } from "../../../../src/lib/data/images/decodeImage.js";
import { noTorch, runTorch } from "../../../support/torch.js";

/** Writes images of 40 sizes and the results of torchvision's transforms of CLIP. */
const script = `
import sys, json, numpy as np
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import open_clip_here
from PIL import Image
from torchvision.transforms import CenterCrop, Compose, InterpolationMode, Resize
folder, rng = Path(sys.argv[1]), np.random.default_rng(4)
cases = []
for i in range(40):
    width, height = (int(side) for side in rng.integers(3, 420, 2))
    if i < 4: width, height = [(224, 224), (224, 300), (500, 224), (60, 61)][i]
    size = [224, 64, 32][i % 3] if i >= 4 else 224
    noise = Image.fromarray(rng.integers(0, 256, (max(1, height // 8), max(1, width // 8), 3), dtype=np.uint8))
    image = Image.fromarray(np.asarray(noise.resize((width, height), Image.NEAREST)) ^ rng.integers(0, 32, (height, width, 3), dtype=np.uint8))
    image.save(folder / f"{i}.png")
    transforms = {
        "bicubic-crop": Compose([Resize(size, InterpolationMode.BICUBIC), CenterCrop(size)]),
        "bilinear-crop": Compose([Resize(size, InterpolationMode.BILINEAR), CenterCrop(size)]),
        "bicubic-stretch": Resize((size, size), InterpolationMode.BICUBIC),
    }
    for name, transform in transforms.items():
        (folder / f"{i}-{name}.raw").write_bytes(transform(image).tobytes())
    cases.append(size)
(folder / "sizes.json").write_text(json.dumps(cases))
`;

describe("decodeImage resizes as torchvision's transforms of CLIP", { skip: noTorch }, () => {
  const folder = mkdtempSync(join(tmpdir(), "resizing-"));
  const support = new URL("../../../support/pytorch", import.meta.url).pathname;
  before(() => runTorch("-c", [script, folder, support]));
  after(() => rmSync(folder, { recursive: true }));

  for (const [filter, form] of [
    ["bicubic", "crop"],
    ["bilinear", "crop"],
    ["bicubic", "stretch"],
  ] as const) {
    test(`${filter}, ${form}`, async () => {
      const sizes = JSON.parse(readFileSync(join(folder, "sizes.json"), "utf8")) as number[];
      for (const [i, size] of sizes.entries()) {
        const pixels = await decodeImage(join(folder, `${i}.png`), size, { resizing: { filter, form } });
        const expected = readFileSync(join(folder, `${i}-${filter}-${form}.raw`));
        assert.ok(Buffer.from(pixels).equals(expected), `image ${i}`);
      }
    });
  }
});

describe("decodeImage", () => {
  test("refuses a filter that does not exist", async () => {
    const resizing = { filter: "lanczos" } as never;
    await assert.rejects(decodeImage("a.png", 8, { resizing }), (error: Error) => {
      assert.ok(error instanceof OptionError);
      assert.match(error.message, /^filter: expected one of bilinear, bicubic, found "lanczos"/);
      return true;
    });
  });
});
