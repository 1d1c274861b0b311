import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import fc from "fast-check";
import sharp from "sharp";
import { rerankQueryOf } from "../../../src/lib/retrieval/index.js";
import { mostBytes } from "../../../src/widgets/views/pictures/fallback.js";
import { rankingSvg } from "../../../src/widgets/views/rerankViewer/drawing.js";
import { RerankViewer } from "../../../src/widgets/views/rerankViewer/model.js";
import { rankingOf } from "../../../src/widgets/views/rerankViewer/ranking.js";
import { type PlayedComm, playKernel, setFromPage } from "../../support/kernelHost.js";

const images = Array.from({ length: 8 }, (_, i) => `field_${i}.png`);
const texts = Array.from({ length: 16 }, (_, i) => `caption ${i} <of> "${i >> 1}"`);
const owners = texts.map((_, i) => i >> 1);
const scores = Float32Array.from(
  { length: 128 },
  (_, k) => Math.abs(Math.sin(k * 12.9898) * 43_758.5453) % 1,
);
const look = { width: 900, rows: 6, ink: "black", good: "green", chosen: -1 };

describe("RerankViewer", () => {
  let comms: PlayedComm[];
  before(() => {
    comms = playKernel();
  });
  const settled = async (viewer: RerankViewer, query: number) => {
    for (let turn = 0; turn < 500 && viewer.question.query !== query; turn++)
      await new Promise((resolve) => setTimeout(resolve, 2));
  };

  test("computes in the page the order that the library computes, for every K and weight", () => {
    const viewer = new RerankViewer({ scores, images, texts, owners });
    const weights = fc.record({
      k: fc.integer({ min: 1, max: 8 }),
      w1: fc.double({ min: 0, max: 3, noNaN: true }),
      w2: fc.double({ min: 0, max: 3, noNaN: true }),
    });
    fc.assert(
      fc.property(weights, (options) => {
        const expected = rerankQueryOf({ shape: [8, 16], values: scores }, { text: 0 }, options);
        const ranking = rankingOf(viewer.candidates, options);
        assert.deepEqual(
          ranking.slice(0, options.k).map(({ label, before: place }) => [label, place]),
          expected.map(({ index, before: place }) => [images[index], place]),
        );
        for (const [i, { terms }] of ranking.slice(0, options.k).entries())
          assert.ok(Math.abs(terms!.sum - expected[i]!.newScore) < 1e-12);
        assert.deepEqual(
          ranking.slice(options.k).map(({ before: place, after: now }) => [place, now]),
          Array.from({ length: 8 - options.k }, (_, i) => [options.k + i + 1, options.k + i + 1]),
        );
      }),
      { numRuns: 50 },
    );
  });

  test("shows another query and direction when the page asks, with pictures of images only", async () => {
    const picture = (image: number) => {
      if (image === 3) throw new Error("lost");
      return Uint8Array.of(image);
    };
    const viewer = new RerankViewer({ scores, images, texts, owners, picture });
    setFromPage(comms, viewer.modelId, { query: 5 });
    await settled(viewer, 5);
    assert.equal(viewer.question.text, texts[5]);
    assert.equal(viewer.candidates.find(({ own }) => own)!.label, "field_2.png");
    const places = viewer.candidates.map(({ label }) => images.indexOf(label));
    assert.deepEqual(
      viewer.pictures.map((bytes) => [...bytes]),
      places.map((image) => (image === 3 ? [] : [image])),
    );
    setFromPage(comms, viewer.modelId, { direction: "imageToText", query: 99 });
    await settled(viewer, 7);
    assert.deepEqual([viewer.query, viewer.question.direction], [7, "imageToText"]);
    assert.deepEqual([viewer.pictures.length, [...viewer.queryPicture]], [0, [7]]);
    assert.deepEqual(
      viewer.candidates
        .filter(({ own }) => own)
        .map(({ label }) => label)
        .sort(),
      texts.slice(14),
    );
  });

  test("falls back to a picture of the drawing", async () => {
    const jpeg = await sharp({ create: { width: 72, height: 72, channels: 3, background: "red" } })
      .jpeg()
      .toBuffer();
    const viewer = new RerankViewer({ scores, images, texts, owners, picture: () => new Uint8Array(jpeg) });
    const bundle = await viewer.mimeBundle();
    const png = Buffer.from(bundle["image/png"] as string, "base64");
    assert.ok(png.length <= mostBytes);
    const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    assert.equal(info.width, 1000);
    let red = 0;
    for (let i = 0; i < data.length; i += 3)
      if (data[i]! > 240 && data[i + 1]! < 20 && data[i + 2]! < 20) red += 1;
    assert.ok(red > 16 * 30 * 30, `${red} red pixels of 16 thumbnails`);
  });

  test("refuses lists that do not fit, and scores that are not numbers", () => {
    const source = { scores, images, texts };
    assert.throws(
      () => new RerankViewer({ ...source, texts: ["one"] }),
      /scores: expected 8 × 1 numbers, found 128/,
    );
    assert.throws(
      () => new RerankViewer({ ...source, owners: [0] }),
      /owners: expected one row for each of 16 texts/,
    );
    assert.throws(
      () => new RerankViewer({ ...source, images: [] }),
      /images: expected at least one image, found 0/,
    );
    assert.throws(
      () => new RerankViewer({ ...source, scores: scores.map(() => Number.NaN) }),
      /RerankViewer\.scores: .*NaN/,
    );
  });
});

describe("the drawing of a ranking", () => {
  const candidates = [
    { label: 'a <"b">', score: 0.9, p1: -0.5, reverseRank: 4, own: false },
    { label: "c", score: 0.8, p1: 0.2, reverseRank: 0, own: true },
  ];

  test("has bars as long as the terms, with negative ones to the left", () => {
    const ranking = rankingOf(candidates, { k: 2, w1: 1, w2: 1 });
    assert.deepEqual(
      ranking.map(({ label }) => label),
      ["c", 'a <"b">'],
    );
    const svg = rankingSvg(ranking, look);
    const bars = [...svg.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)].map((match) => [
      Number(match[1]),
      Number(match[2]),
    ]);
    assert.equal(bars.length, 6);
    const perUnit = bars[0]![1]! / 0.2;
    const lengths = ranking.flatMap(({ terms }) => terms!.parts.map((part) => Math.abs(part) * perUnit));
    for (const [i, [, length]] of bars.entries()) assert.ok(Math.abs(length! - lengths[i]!) < 0.6);
    assert.ok(bars[3]![0]! < bars[0]![0]!, "the negative term begins left of the others");
  });

  test("fits any width and any label, and says the order to people who do not see it", async () => {
    for (const width of [320, 600, 1080]) {
      const svg = rankingSvg(rankingOf(candidates, { k: 2, w1: 0.3, w2: 1.1 }), { ...look, width });
      assert.match(svg, /aria-label="New order: 1\. c, before 2; 2\. a &lt;/);
      assert.equal((await sharp(Buffer.from(svg)).metadata()).width, width);
      for (const [, x, length] of svg.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g))
        assert.ok(Number(x) >= 0 && Number(x) + Number(length) <= width);
    }
  });

  test("of no candidate is empty", () => {
    assert.deepEqual(rankingOf([], { k: 3, w1: 1, w2: 1 }), []);
  });
});
