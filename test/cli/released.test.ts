// The authors' `.pth.tar` on the command line: it is evaluated and exported, and a dangerous one is refused.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { readNpy } from "../../src/lib/checkpoint/index.js";
import { amfmn, noCommand } from "../support/command.js";
import { reference, smallSizes } from "../support/releasedReference.js";
import { noTorch } from "../support/torch.js";

describe("amfmn with an authors' checkpoint", { skip: noCommand || noTorch }, () => {
  const folder = mkdtempSync(join(tmpdir(), "amfmn-released-"));
  const at = (...names: string[]) => join(folder, ...names);
  const [checkpoint, other, data, vocabulary] = [
    at("fusion", "best.pth.tar"),
    at("soft", "best.pth.tar"),
    at("data"),
    at("data", "vocabulary.json"),
  ];

  before(() =>
    reference(folder, { seed: 2, images: 6, captions: 5, attentions: ["fusion", "soft"], sizes: smallSizes }),
  );
  after(() => rmSync(folder, { recursive: true }));

  test("evaluate prints PyTorch's metrics in exactly the promised form, and leaves the scores", async () => {
    const words = ["--checkpoint", checkpoint, "--data", data, "--vocab", vocabulary, "--engine", "cpu"];
    const { code, stdout, stderr } = await amfmn("evaluate", ...words, "--similarity", at("s.npy"), "--json");
    assert.equal(code, 0, stderr);
    const { seconds, peakMemoryMB, dataset, split, images, captions, ties, warnings, ...metrics } =
      JSON.parse(stdout);
    const { mR, ...theirs } = JSON.parse(readFileSync(at("fusion", "metrics.json"), "utf8"));
    assert.ok(seconds > 0 && peakMemoryMB > 0);
    assert.ok(Math.abs(metrics.mR - mR) < 1e-9);
    assert.deepEqual(metrics, { ...theirs, mR: metrics.mR });
    assert.deepEqual([dataset, split, images, captions], ["data", "test", 6, 30]);
    assert.deepEqual([ties, warnings.length], [{ imageToText: 0, textToImage: 0 }, 1]);
    assert.deepEqual((await readNpy(at("s.npy"))).shape, [6, 30]);
  });

  test("evaluate --folds prints the mean of the metrics of several checkpoints", async () => {
    const words = ["--data", data, "--vocab", vocabulary, "--engine", "cpu", "--json"];
    const { mR: first } = JSON.parse((await amfmn("evaluate", "--checkpoint", checkpoint, ...words)).stdout);
    const { mR: second } = JSON.parse((await amfmn("evaluate", "--checkpoint", other, ...words)).stdout);
    for (const folds of [[checkpoint, other], [`${checkpoint},${other}`]]) {
      const { code, stdout, stderr } = await amfmn("evaluate", "--folds", ...folds, ...words);
      assert.equal(code, 0, stderr);
      const { mR, imageToText, textToImage, folds: each } = JSON.parse(stdout);
      assert.deepEqual(
        each.map((one: { checkpoint: string; mR: number }) => [one.checkpoint, one.mR]),
        [
          [checkpoint, first],
          [other, second],
        ],
      );
      assert.ok(Math.abs(mR - (first + second) / 2) < 1e-9);
      const recalls = [imageToText, textToImage].flatMap(({ r1, r5, r10 }) => [r1, r5, r10]);
      assert.ok(Math.abs(mR - recalls.reduce((sum, recall) => sum + recall, 0) / 6) < 1e-9);
    }
  });

  test("--folds beside --checkpoint or --similarity, and --local for a model of pixels alone, are refused", async () => {
    const words = ["--data", data, "--vocab", vocabulary, "--engine", "cpu"];
    for (const [flags, expected] of [
      [["--folds", checkpoint, "--checkpoint", checkpoint], /--checkpoint: expected it without --folds/],
      [["--folds", checkpoint, "--similarity", at("no.npy")], /the metrics are averaged, not the scores/],
      [["--checkpoint", checkpoint, "--local", at("o.npy")], /reads pixels alone, found .*o\.npy/],
    ] as const) {
      const { code, stderr } = await amfmn("evaluate", ...flags, ...words);
      assert.equal(code, 2);
      assert.match(stderr, expected);
    }
  });

  test("export leaves a file that is evaluated alike, vocabulary included", async () => {
    const out = at("exported.safetensors");
    const exported = await amfmn("export", "--checkpoint", checkpoint, "--vocab", vocabulary, "--out", out);
    assert.equal(exported.code, 0, exported.stderr);
    const words = ["--checkpoint", out, "--data", data, "--engine", "cpu", "--json"];
    const { code, stdout, stderr } = await amfmn("evaluate", ...words);
    assert.equal(code, 0, stderr);
    const { textToImage } = JSON.parse(readFileSync(at("fusion", "metrics.json"), "utf8"));
    assert.deepEqual(JSON.parse(stdout).textToImage, textToImage);
  });

  test("export refuses a name that torch.load would be asked to read", async () => {
    const out = at("exported.pth.tar");
    const { code, stderr } = await amfmn(
      "export",
      "--checkpoint",
      checkpoint,
      "--vocab",
      vocabulary,
      "--out",
      out,
    );
    assert.equal(code, 2);
    assert.match(stderr, /^--out: expected a file that ends in \.safetensors, found .*exported\.pth\.tar; /);
  });

  test("without a vocabulary, or with a pickle that would run something, it ends with one sentence and status 2", async () => {
    const evil = at("evil.pth.tar");
    const ran = at("ran");
    const start = Buffer.from("80028a0a6cfc9c46f9206aa850192e80024de9032e80027d2e", "hex");
    const command = `touch ${ran}`;
    const call = `\x80\x02cposix\nsystem\nX${String.fromCharCode(command.length)}\0\0\0${command}\x85R.`;
    writeFileSync(evil, Buffer.concat([start, Buffer.from(call, "latin1")]));
    for (const [file, words, expected] of [
      [checkpoint, [], /vocabulary/],
      [evil, ["--vocab", vocabulary], /posix\.system/],
    ] as const) {
      const options = ["--checkpoint", file, "--data", data, "--engine", "cpu", ...words];
      const { code, stdout, stderr } = await amfmn("evaluate", ...options);
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.match(stderr, expected);
      assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
      assert.ok(stderr.startsWith(file));
    }
    assert.ok(!existsSync(ran));
  });
});
