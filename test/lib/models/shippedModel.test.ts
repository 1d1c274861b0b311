import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  chanceRecall,
  evaluate,
  loadDataset,
  ready,
  shippedModel,
  synthesize,
} from "../../../src/lib/index.js";
import { shippedCheckpoint } from "../../../src/lib/models/index.js";

const folder = mkdtempSync(join(tmpdir(), "shipped-"));
before(async () => {
  await ready({ engine: "wasm" });
  await synthesize({ out: folder, images: 60, seed: 77, fractions: { train: 0, val: 0 } });
});
after(() => rmSync(folder, { recursive: true }));

test("the shipped model is at most 8 MB and finds drawn scenes that it never saw", async () => {
  assert.ok(statSync(shippedCheckpoint).size <= 8e6);
  const model = await shippedModel();
  const { textToImage, imageToText } = await evaluate(model, await loadDataset(folder), { split: "test" });
  assert.ok(textToImage.r1 > 5 * chanceRecall(1, 60), `text to image R@1 ${textToImage.r1}`);
  assert.ok(imageToText.r5 > 5 * chanceRecall(5, 300, 5), `image to text R@5 ${imageToText.r5}`);
  model.dispose();
});
