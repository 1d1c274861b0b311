// The six bars, word frequencies, near duplicates and the two figures.
import assert from "node:assert/strict";
import { test } from "node:test";
import sharp from "sharp";
import {
  Dataset,
  datasetStatistics,
  disagreements,
  loadDataset,
  nearDuplicates,
  sentenceLengths,
  similarityPng,
  sixBars,
  sixBarsMarkdown,
  sixBarsPng,
  textSimilarity,
  wordFrequencies,
} from "../../../src/lib/index.js";
import { shared } from "../../support/files.js";

const image = (filename: string, ...captions: string[]) => ({
  filename,
  path: filename,
  captions,
  keywords: [],
  sceneClass: filename.replace(/_\d+\.tif$/, ""),
  split: "test" as const,
});

const drawn = new Dataset("drawn", [
  image("port_1.tif", "Two ships in a port.", "Two ships are in the port."),
  image("port_2.tif", "Two ships in a port.", "A wide port."),
  image("farm_1.tif", "A green farm.", ""),
]);

test("RSITMD's published captions give the paper's figures; only the classes differ, with the reason", {
  skip: shared("data/rsitmd_precomp").missing,
}, async () => {
  const dataset = await loadDataset(shared("data/rsitmd_precomp").path);
  const [bars] = await datasetStatistics([dataset]);
  assert.deepEqual(
    sixBars.map(({ key, digits }) => bars![key].toFixed(digits)),
    ["4743", "11.32", "4.60", "0.028", "3908", "33"],
  );
  const differing = disagreements([bars!]);
  assert.deepEqual(
    differing.map(({ bar, found, paper }) => [bar.key, found, paper]),
    [["classes", 33, 32]],
  );
  assert.match(sixBarsMarkdown([bars!]), /\| Classes \| 33 \(32\) \|[\s\S]*updated after the paper/);
});

test("each bar is what its definition says", async () => {
  const [bars] = await datasetStatistics([drawn]);
  assert.equal(bars!.images, 3);
  assert.equal(bars!.captions, 6);
  assert.equal(bars!.meanSentenceLength, (6 + 7 + 6 + 4 + 4 + 0) / 6);
  assert.equal(bars!.diversity, 5 / 3);
  assert.equal(bars!.words, new Set("two ships in a port . are the wide green farm".split(" ")).size);
  assert.equal(bars!.classes, 2);
  const { mean } = await textSimilarity(
    drawn.records.map(({ captions }) => captions),
    { measure: "released" },
  );
  assert.equal(bars!.meanSimilarity, mean);
});

test("words are counted in captions and in images, and sentences by their number of words", () => {
  const frequencies = wordFrequencies(drawn, { withoutStopWords: true });
  assert.deepEqual(frequencies.slice(0, 2), [
    { word: "port", count: 4, images: 2 },
    { word: "ships", count: 3, images: 2 },
  ]);
  assert.ok(!frequencies.some(({ word }) => word === "a"));
  assert.ok(wordFrequencies(drawn).some(({ word }) => word === "a"));
  assert.deepEqual(sentenceLengths(drawn), [1, 0, 0, 2, 0, 2, 1]);
});

test("captions that describe another image are listed, equal ones first and marked", async () => {
  const found = await nearDuplicates(drawn, { threshold: 0.3 });
  assert.deepEqual(
    found
      .filter(({ equal }) => equal)
      .map((one) => `${one.image} ${one.otherImage}`)
      .sort(),
    ["port_1.tif port_2.tif", "port_2.tif port_1.tif"],
  );
  const near = found.filter(({ equal }) => !equal);
  assert.ok(found[0]!.equal && near.length > 0);
  assert.ok(near.every((one, i) => i === 0 || one.similarity <= near[i - 1]!.similarity));
  assert.ok(!found.some(({ image: own, otherImage }) => own === otherImage));
  assert.equal((await nearDuplicates(drawn, { threshold: 0.5, limit: 1 })).length, 1);
  assert.equal((await nearDuplicates(drawn, { split: "test", threshold: 1.1 })).length, 2);
  assert.deepEqual(await nearDuplicates(drawn, { split: "train", threshold: 1.1 }), []);
});

test("in RSITMD's test split eight captions say in the same words what one of another image says", {
  skip: shared("data/rsitmd_precomp").missing,
}, async () => {
  const dataset = await loadDataset(shared("data/rsitmd_precomp").path);
  const found = await nearDuplicates(dataset, { split: "test", measure: "bleu" });
  const equal = found.filter((one) => one.equal);
  assert.equal(new Set(equal.map(({ caption, image: own }) => `${own} ${caption}`)).size, 8);
  assert.ok(found.length > equal.length);
});

test("the similarity figure is dark where a caption meets its image and light elsewhere", async () => {
  const images = Array.from({ length: 4 }, (_, i) => [`word${i} other${i} third${i} fourth${i}`]);
  const similarity = await textSimilarity(images, { measure: "bleu" });
  const png = await similarityPng([
    { name: "one", similarity },
    { name: "two", similarity },
  ]);
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  const brightness = (x: number, y: number) => data[(y * info.width + x) * info.channels]!;
  // The first panel's matrix fills 440 × 440 pixels from (62, 66).
  assert.ok(brightness(62 + 55, 66 + 55) < 40);
  assert.ok(brightness(62 + 165, 66 + 55) > 240);
  assert.ok(info.width > 2 * 500);
});

test("the six bars are drawn for any number of data sets", async () => {
  const statistics = await datasetStatistics([drawn, new Dataset("RSITMD <2>", drawn.records)]);
  const { width, height, format } = await sharp(await sixBarsPng(statistics)).metadata();
  assert.equal(format, "png");
  assert.ok(width > 900 && height > 500);
});
