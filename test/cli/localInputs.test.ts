// GaLR on the command line: the authors' checkpoint with their file of objects, and a training with one.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { readNpy } from "../../src/lib/checkpoint/index.js";
import { readTensors } from "../../src/lib/checkpoint/safetensors.js";
import { largestDifference } from "../support/closeness.js";
import { amfmn, noCommand } from "../support/command.js";
import { galrReference, smallGalr } from "../support/galrReference.js";
import { noTorch } from "../support/torch.js";

describe("amfmn with GaLR", { skip: noCommand || noTorch }, () => {
  const folder = mkdtempSync(join(tmpdir(), "amfmn-galr-"));
  const at = (...names: string[]) => join(folder, ...names);
  const data = [
    "--data",
    at("data"),
    "--images",
    at("data", "images"),
    "--vocab",
    at("data", "vocabulary.json"),
  ];

  before(() => galrReference(folder, { seed: 6, images: 5, captions: 5, sizes: smallGalr }));
  after(() => rmSync(folder, { recursive: true }));

  test("evaluate gives PyTorch's scores and metrics in the promised form", async () => {
    const [scores, checkpoint] = [at("sims.npy"), at("GaLR_best.pth.tar")];
    const { code, stdout, stderr } = await amfmn(
      ...["evaluate", "--checkpoint", checkpoint, ...data, "--local", at("local.npy")],
      ...["--split", "test", "--similarity", scores, "--json"],
    );
    assert.equal(code, 0, stderr);
    const { imageToText, textToImage, mR } = JSON.parse(stdout);
    const { mR: mean, ...theirs } = JSON.parse(readFileSync(at("metrics.json"), "utf8"));
    assert.deepEqual({ imageToText, textToImage }, theirs);
    assert.ok(Math.abs(mR - mean) < 1e-9);
    const { tensors } = await readTensors(at("results.safetensors"));
    const expected = tensors.find(({ name }) => name === "scores")!;
    const { shape, values } = await readNpy(scores);
    assert.deepEqual(shape, expected.shape);
    assert.ok(largestDifference(values, expected.values) < 1e-5);
  });

  test("without the file of objects it ends with one sentence and status 2", async () => {
    const { code, stderr } = await amfmn("evaluate", "--checkpoint", at("GaLR_best.pth.tar"), ...data);
    assert.equal(code, 2);
    assert.match(stderr, /^local: expected the file of objects.*\(--local FILE\)\.$/m);
  });

  test("train --local keeps the kind of its objects, and search asks for the same kind", async () => {
    const scenes = at("scenes");
    assert.equal((await amfmn("synthesize", "--out", scenes, "--images", "12", "--seed", "1")).code, 0);
    const out = at("run");
    const trained = await amfmn(
      ...["train", "--config", "lesson/galr", "--data", scenes, "--out", out, "--local", "grid"],
      ...["--epochs", "1", "--batch-size", "4", "--json"],
    );
    assert.equal(trained.code, 0, trained.stderr);
    const words = [
      "search",
      "--checkpoint",
      join(out, "last.safetensors"),
      "--images",
      join(scenes, "images"),
    ];
    const found = await amfmn(...words, "--text", "a white plane on a lake", "--top", "2", "--json");
    assert.equal(found.code, 0, found.stderr);
    assert.equal(JSON.parse(found.stdout).length, 2);
    const refused = await amfmn(...words, "--text", "a lake", "--local", "segments");
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /inputs of the kind grid.*found segments of the kind segments/);
  });
});
