import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import {
  DataError,
  decodeImage,
  loadDataset,
  stopWords,
  synthesize,
  Vocabulary,
} from "../../../src/lib/index.js";
import { filesOf, shared } from "../../support/files.js";
import { askNltk, noPunkt } from "../../support/nltk.js";

const folder = mkdtempSync(join(tmpdir(), "dataset-"));
after(() => rmSync(folder, { recursive: true }));
const refusal =
  (...parts: string[]) =>
  (error: unknown) =>
    error instanceof DataError && parts.every((part) => error.message.includes(part));

test("the same seed draws the same bytes, another seed others", async () => {
  const digest = async (name: string, seed: number) => {
    const out = join(folder, name);
    await synthesize({ out, images: 18, seed });
    const hash = createHash("sha256");
    for (const file of filesOf(out)) hash.update(file.slice(out.length)).update(readFileSync(file));
    return hash.digest("hex");
  };
  const first = await digest("a", 7);
  assert.equal(await digest("b", 7), first);
  assert.notEqual(await digest("c", 8), first);
});

test("drawn scenes load with five captions, keywords and a class from the file name", async () => {
  const { records } = await loadDataset(join(folder, "a"));
  assert.equal(records.length, 18);
  assert.ok(new Set(records.map(({ sceneClass }) => sceneClass)).size >= 12);
  for (const { captions, keywords, path } of records) {
    assert.equal(new Set(captions).size, 5);
    assert.ok(keywords.length >= 1 && keywords.length <= 5);
    assert.ok(existsSync(path));
  }
});

test("a caption file of another length than the file names is refused with both numbers", async () => {
  writeFileSync(join(folder, "train_caps.txt"), "one\ntwo\nthree\n");
  writeFileSync(join(folder, "train_filename.txt"), "a.tif\nb.tif\n");
  await assert.rejects(loadDataset(folder), refusal("train_caps.txt", "(2)", "found 3"));
});

test("JSON that is cut in the middle is refused by name", async () => {
  const file = join(folder, "dataset_RSITMD.json");
  writeFileSync(file, readFileSync(join(folder, "a", "dataset_RSITMD.json")).subarray(0, 500));
  await assert.rejects(loadDataset(file), refusal("dataset_RSITMD.json", "expected JSON"));
});

test("a missing image and a truncated TIFF are refused by name", async () => {
  const [whole] = filesOf(join(folder, "a", "images"));
  const cut = join(folder, "cut.tif");
  writeFileSync(cut, readFileSync(whole!).subarray(0, 20_000));
  await assert.rejects(decodeImage(cut, 64), refusal(cut, "cut off"));
  await assert.rejects(decodeImage(join(folder, "none.tif"), 64), refusal("none.tif", "no such file"));
  assert.equal((await decodeImage(whole!, 64)).length, 64 * 64 * 3);
});

test("RSITMD's own files load: 4291 training and 452 test images with five captions each", {
  skip: shared("data/rsitmd_precomp").missing,
}, async () => {
  const { records } = await loadDataset(shared("data/rsitmd_precomp").path);
  const count = (split: string) => records.filter((record) => record.split === split).length;
  assert.equal(count("train"), 4291);
  assert.equal(count("test"), 452);
  assert.ok(records.every(({ captions }) => captions.length === 5));
});

test("the published vocabulary reads and writes the same", {
  skip: shared("data/rsitmd_splits_vocab.json").missing,
}, () => {
  const file = shared("data/rsitmd_splits_vocab.json").path;
  const published = JSON.parse(readFileSync(file, "utf8"));
  assert.deepEqual(Vocabulary.read(file).toJSON(), published);
});

test("the published vocabulary comes out of the published captions, word for word and number for number", {
  skip: shared("data/rsitmd_splits_vocab.json").missing,
}, async () => {
  const published = JSON.parse(readFileSync(shared("data/rsitmd_splits_vocab.json").path, "utf8"));
  const { records } = await loadDataset(shared("data/rsitmd_precomp").path);
  const captions = (split: string) =>
    records.filter((record) => record.split === split).flatMap((record) => record.captions);
  const built = Vocabulary.buildAsPublished([...captions("train"), ...captions("test")]);
  assert.deepEqual(built.toJSON(), published);
  assert.equal(Vocabulary.buildAsPublished(captions("train")).words.length, published.idx - 1 - 81);
});

test("the stop words are NLTK's", { skip: noPunkt }, () => {
  assert.deepEqual([...stopWords].sort(), askNltk<string[]>({ task: "stopwords" }).sort());
});
