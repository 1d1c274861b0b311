// `amfmn train` from option files of ours and of the authors, with flags over both, with folds, and with bad input.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { amfmn, noCommand } from "../support/command.js";

describe("amfmn train", { skip: noCommand }, () => {
  const folder = mkdtempSync(join(tmpdir(), "amfmn-train-"));
  const scenes = join(folder, "scenes");

  before(async () => {
    const drawn = await amfmn("synthesize", "--out", scenes, "--images", "24", "--seed", "3");
    assert.equal(drawn.code, 0, drawn.stderr);
  });
  after(() => rmSync(folder, { recursive: true }));

  function file(yaml: string): string {
    const path = join(folder, "options.yaml");
    writeFileSync(path, yaml);
    return path;
  }

  const small = "{ config: lesson/m8, width: 4, embedding: 16, wordEmbedding: 8 }";

  test("flags go before the file, and --resume goes on where the run stopped", async () => {
    const out = join(folder, "runs");
    const config = file(
      `{ data: ${scenes}, out: ${out}, model: ${small}, training: { epochs: 9, batchSize: 8 } }`,
    );
    const first = await amfmn("train", "--config", config, "--epochs", "1", "--json");
    assert.equal(first.code, 0, first.stderr);
    const second = await amfmn("train", "--config", config, "--epochs", "2", "--resume", "--json");
    assert.equal(second.code, 0, second.stderr);
    assert.equal((JSON.parse(second.stdout) as { epochs: number }).epochs, 2);
    const rows = readFileSync(join(out, "log.csv"), "utf8").trim().split("\n");
    assert.deepEqual(
      rows.map((row) => row.split(",")[0]),
      ["epoch", "1", "2"],
    );
  });

  test("folds are trained into folders of their own, and their scores are printed together", async () => {
    const out = join(folder, "folds");
    const config = file(`{ model: ${small}, training: { epochs: 1, batchSize: 8 } }`);
    const { code, stdout, stderr } = await amfmn(
      ...["train", "--config", config, "--data", scenes, "--out", out, "--folds", "2", "--json"],
    );
    assert.equal(code, 0, stderr);
    const { folds } = JSON.parse(stdout) as { folds: { fold: number; validationMR: number }[] };
    assert.deepEqual(
      folds.map(({ fold }) => fold),
      [0, 1],
    );
    assert.ok(folds.every(({ validationMR }) => validationMR >= 0));
    assert.ok(["0", "1"].every((fold) => existsSync(join(out, fold, "best.safetensors"))));
  });

  const refused: [string, () => string[], RegExp][] = [
    [
      "an unknown key of an authors' file",
      () => ["--config", file("optim: { lr: 0.0002, epoch: 70 }")],
      /options\.yaml: expected a known option, found optim\.epoch; did you mean optim\.epochs\?$/,
    ],
    ["an unknown model", () => ["--config", "paper/m10"], /found "paper\/m10"; did you mean paper\/m1\?$/],
    ["no data", () => ["--out", folder], /--data DIR is missing/],
    [
      "an impossible margin",
      () => ["--data", scenes, "--out", folder, "--margin", "wide"],
      /a number or dynamic/,
    ],
  ];
  for (const [what, args, message] of refused) {
    test(`${what} ends with one sentence and exit status 2`, async () => {
      const { code, stderr } = await amfmn("train", ...args());
      assert.equal(code, 2, stderr);
      assert.match(stderr.trim(), message);
    });
  }
});
