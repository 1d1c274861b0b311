// `amfmn dataset`, `stats` and `text-similarity`: JSON, written files and messages for bad input.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { readNpy } from "../../src/lib/checkpoint/index.js";
import { Vocabulary } from "../../src/lib/index.js";
import { amfmn, noCommand } from "../support/command.js";

describe("amfmn on data sets", { skip: noCommand }, () => {
  const folder = mkdtempSync(join(tmpdir(), "amfmn-datasets-"));
  const scenes = join(folder, "scenes");
  before(async () => {
    const { code, stderr } = await amfmn("synthesize", "--out", scenes, "--images", "24", "--seed", "5");
    assert.equal(code, 0, stderr);
  });
  after(() => rmSync(folder, { recursive: true }));

  async function json<T>(...args: string[]): Promise<T> {
    const { code, stdout, stderr } = await amfmn(...args, "--json");
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as T;
  }

  async function refused(message: RegExp, ...args: string[]): Promise<void> {
    const { code, stderr } = await amfmn(...args);
    assert.equal(code, 2);
    assert.match(stderr, message);
    assert.ok(!stderr.includes("    at "), stderr);
  }

  test("stats prints one object a data set, with just the fields that are promised", async () => {
    const table = join(folder, "table.md");
    const figure = join(folder, "bars.png");
    const all = await json<Record<string, number | string>[]>(
      ...["stats", scenes, join(scenes, "dataset_RSITMD.json"), "--markdown", table, "--out", figure],
    );
    const fields = [
      "name",
      "images",
      "captions",
      "meanSentenceLength",
      "diversity",
      "meanSimilarity",
      "words",
      "classes",
    ];
    assert.deepEqual(
      all.map((one) => Object.keys(one)),
      [fields, fields],
    );
    assert.deepEqual(
      [all[0]!.name, all[0]!.images, all[0]!.captions, all[1]!.name],
      ["scenes", 24, 120, "RSITMD"],
    );
    assert.match(readFileSync(table, "utf8"), /^\| {2}\| scenes \| RSITMD \|/);
    assert.ok(existsSync(figure));
  });

  test("text-similarity prints shape and means and writes the picture and the matrix", async () => {
    const [figure, matrix] = [join(folder, "figure.png"), join(folder, "m.npy")];
    const result = await json<Record<string, number>>(
      ...[
        "text-similarity",
        scenes,
        "--split",
        "train",
        "--measure",
        "both",
        "--out",
        figure,
        "--matrix",
        matrix,
      ],
    );
    assert.deepEqual(Object.keys(result), ["rows", "columns", "mean", "ownImageMean", "seconds", "wordNet"]);
    const { shape, values } = await readNpy(matrix);
    assert.deepEqual(shape, [result.rows, result.columns]);
    assert.equal(result.columns, 5 * result.rows!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    assert.ok(Math.abs(mean - result.mean!) < 1e-6);
    assert.ok(result.ownImageMean! > result.mean!);
    assert.equal(readFileSync(figure).subarray(1, 4).toString(), "PNG");
  });

  test("dataset info, convert, words, duplicates and vocabulary work on one data set", async () => {
    const info = await json<{ form: string; errors: number; splits: { images: number }[] }>(
      "dataset",
      "info",
      scenes,
    );
    assert.deepEqual([info.form, info.errors], ["json", 0]);
    assert.equal(
      info.splits.reduce((sum, { images }) => sum + images, 0),
      24,
    );
    const out = join(folder, "precomp");
    await json("dataset", "convert", scenes, "--to", "precomp", "--out", out);
    assert.equal((await json<{ form: string }>("dataset", "info", out)).form, "precomp");
    assert.equal(
      (await json<{ words: unknown[] }>("dataset", "words", scenes, "--top", "3")).words.length,
      3,
    );
    await json("dataset", "duplicates", scenes, "--threshold", "0.3", "--top", "4");
    const file = join(folder, "vocabulary.json");
    await json("dataset", "vocabulary", scenes, "--out", file);
    assert.equal(Vocabulary.read(file).words.at(-1), "<unk>");
    const same = await json<Record<string, unknown>>("dataset", "vocabulary", scenes, "--compare", file);
    assert.deepEqual([same.missing, same.added, same.renumbered], [[], [], []]);
  });

  test("dataset validate passes what fits, and lists every problem of what does not", async () => {
    const fine = await amfmn("dataset", "validate", scenes);
    assert.equal(fine.code, 0, fine.stderr);
    const file = join(folder, "broken.json");
    writeFileSync(
      file,
      JSON.stringify({ images: [{ sentences: ["a"] }, { filename: "b.tif", sentences: ["", "x"] }] }),
    );
    const { code, stdout, stderr } = await amfmn("dataset", "validate", file, "--skip-images");
    assert.equal(code, 2);
    assert.match(
      stdout,
      /error: .*record 1 has no filename, expected one such as port_44\.tif\nwarning: .*blank sentence \(1 of 2\)/,
    );
    assert.match(stderr, /found 1; 1 records fit/);
  });

  test("missing operands, unknown actions, splits and measures are refused in one sentence", async () => {
    await refused(/expected PATH….*found none/, "stats");
    await refused(/expected one of info, validate.*found none/, "dataset");
    await refused(/found "look"/, "dataset", "look", scenes);
    await refused(/--to: expected one of json, precomp, csv, coco, found none/, "dataset", "convert", scenes);
    await refused(/measure: expected one of bleu, meteor/, "text-similarity", scenes, "--measure", "rouge");
    await refused(/no such file or folder/, "stats", join(folder, "nowhere"));
  });

  test("no result replaces a file of the data set", async () => {
    const captions = join(scenes, "dataset_RSITMD.json");
    const [image] = JSON.parse(readFileSync(captions, "utf8")).images as { filename: string }[];
    const before = readFileSync(captions);
    const kept = /expected a place for the result, found a file that the data set is read from/;
    await refused(kept, "dataset", "vocabulary", scenes, "--out", captions);
    await refused(kept, "dataset", "vocabulary", scenes, "--out", join(scenes, "images", image!.filename));
    await refused(kept, "stats", scenes, "--markdown", captions);
    await refused(kept, "text-similarity", scenes, "--matrix", captions);
    assert.deepEqual(readFileSync(captions), before);
  });
});
