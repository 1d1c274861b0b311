// The maps of the parity mode against the authors' way in PyTorch and OpenCV, from the image's file to the filtered map.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadModel, type RetrievalModel, ready, TiledImage, Vocabulary } from "../../../src/lib/index.js";
import { noOpenCv } from "../../support/selo.js";
import { runTorch } from "../../support/torch.js";

const script = fileURLToPath(new URL("../../support/pytorch/seloMaps.py", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "maps-"));
const sizes = {
  imageSize: 64,
  width: 8,
  attentionChannels: 3,
  embedding: 32,
  wordEmbedding: 12,
  hidden: 24,
};
const size = { width: 700, height: 560 };
const cases = [
  { name: "v1", method: "v1", jpeg: true, steps: [256, 512], word: "word3" },
  { name: "lossless", method: "v1", jpeg: false, steps: [128], word: "word7" },
  { name: "v2", method: "v2", jpeg: true, word: "word3" },
] as const;

describe("released maps", { skip: noOpenCv }, () => {
  let model: RetrievalModel;

  before(async () => {
    await ready();
    await runTorch(script, [folder, JSON.stringify({ seed: 5, sizes, ...size, cases })]);
    const vocabulary = Vocabulary.read(join(folder, "vocabulary.json"));
    model = await loadModel(join(folder, "best.pth.tar"), { vocabulary });
  });
  after(() => {
    model.dispose();
    rmSync(folder, { recursive: true });
  });

  for (const { name, method, jpeg, word, ...more } of cases) {
    test(`of ${name} equal those of PyTorch and OpenCV`, async () => {
      const tileSizes = "steps" in more ? { tileSizes: more.steps } : {};
      const image = await TiledImage.open(model, join(folder, "image.png"), {
        method,
        released: true,
        jpeg,
        ...tileSizes,
      });
      const found = await image.locate(word);
      const raw = new Float32Array(new Uint8Array(readFileSync(join(folder, `${name}.raw`))).buffer);
      const gray = new Uint8Array(readFileSync(join(folder, `${name}.gray`)));
      const apart = found.raw.reduce((most, value, k) => Math.max(most, Math.abs(value - raw[k]!)), 0);
      assert.ok(apart < 1e-4, `raw maps differ by ${apart}`);
      const most = found.bytes.reduce((far, value, k) => Math.max(far, Math.abs(value - gray[k]!)), 0);
      const others = found.bytes.filter((value, k) => value !== gray[k]).length;
      assert.ok(most <= 1 && others <= 0.005 * gray.length, `${others} pixels differ by at most ${most}`);
      await image.dispose();
    });
  }
});
