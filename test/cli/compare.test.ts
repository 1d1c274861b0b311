// `amfmn compare`.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { synthesize } from "../../src/lib/data/index.js";
import { createModel, ready } from "../../src/lib/index.js";
import { saveCheckpoint, shippedCheckpoint } from "../../src/lib/models/index.js";
import { amfmn, noCommand } from "../support/command.js";

describe("amfmn compare", { skip: noCommand }, () => {
  const folder = mkdtempSync(join(tmpdir(), "amfmn-compare-"));
  const at = (name: string) => join(folder, name);
  before(async () => {
    await ready();
    await synthesize({ out: at("scenes"), images: 10, seed: 1 });
    const model = createModel("clip/tiny", { options: { width: 32, textWidth: 16, imageLayers: [1] } });
    await saveCheckpoint(at("clip.safetensors"), model);
    model.dispose();
  });
  after(() => rmSync(folder, { recursive: true }));

  test("measures models of different families side by side", async () => {
    const { code, stdout, stderr } = await amfmn(
      ...["compare", shippedCheckpoint, at("clip.safetensors"), "--data", at("scenes"), "--json"],
      ...["--figure", at("figure.json")],
    );
    assert.equal(code, 0, stderr);
    const { models, disagreements, figure } = JSON.parse(stdout);
    assert.deepEqual(
      models.map(({ network }: { network: string }) => network),
      ["released", "clip"],
    );
    for (const { mR, secondsPerImage, memoryMB, parameters } of models)
      assert.ok(mR >= 0 && secondsPerImage > 0 && memoryMB > 0 && parameters > 0);
    assert.deepEqual(JSON.parse(readFileSync(at("figure.json"), "utf8")), figure);
    assert.ok(disagreements.every(({ captions }: { captions: object[] }) => captions.length > 0));
  });

  test("refuses an option of a model that is not NAME=VALUE", async () => {
    const flags = ["--data", at("scenes"), "--model-option", "activation"];
    const { code, stderr } = await amfmn("compare", "a.safetensors", ...flags);
    assert.equal(code, 2);
    assert.match(stderr, /--model-option: expected NAME=VALUE, found "activation"/);
  });

  test("refuses a checkpoint that is named twice", async () => {
    const { code, stderr } = await amfmn("compare", "a.safetensors", "a.safetensors", "--data", at("scenes"));
    assert.equal(code, 2);
    assert.match(stderr, /expected different checkpoints, found a\.safetensors twice; name it once/);
  });
});
