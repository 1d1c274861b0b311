import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import sharp from "sharp";
import { TiledImage } from "../../../src/lib/index.js";
import { LocalizationViewer } from "../../../src/widgets/views/localization/model.js";
import { mostBytes } from "../../../src/widgets/views/pictures/fallback.js";
import { type PlayedComm, playKernel, setFromPage } from "../../support/kernelHost.js";
import { tinyModel, tinyScenes } from "../../support/tinyScenes.js";

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Waits for a condition, at most ten seconds. */
async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 2000 && !condition(); i++) await settled();
  assert.ok(condition(), String(condition));
}

describe("LocalizationViewer", () => {
  let comms: PlayedComm[];
  let image: Uint8Array;
  before(async () => {
    comms = playKernel();
    const noise = Buffer.from(Array.from({ length: 2400 * 1600 * 3 }, (_, k) => (k * 2_654_435_761) % 251));
    image = new Uint8Array(
      await sharp(noise, { raw: { width: 2400, height: 1600, channels: 3 } })
        .png()
        .toBuffer(),
    );
  });
  const locate = (query: string) => {
    if (query === "xyz") throw new Error("none of its words is known");
    const values = Float32Array.from({ length: 30 * 20 }, (_, k) => (k % 30) / 29);
    return {
      width: 30,
      height: 20,
      values,
      best: [{ left: 1800, top: 0, width: 512, height: 512, score: 0.4 }],
    };
  };

  test("answers a query from the page with a score map and the best tiles, in the image's own pixels", async () => {
    const viewer = await LocalizationViewer.open({ image, locate, label: "harbour" });
    assert.deepEqual([viewer.imageWidth, viewer.imageHeight], [2400, 1600]);
    assert.equal(
      (await sharp(viewer.picture as Uint8Array).metadata()).width,
      2048,
      "the sent picture is no larger",
    );
    setFromPage(comms, viewer.modelId, { query: "boats" });
    await settled();
    assert.equal(viewer.found.query, "boats");
    assert.equal(viewer.scores.length, viewer.found.width * viewer.found.height);
    assert.deepEqual(viewer.found.best, [{ left: 1800, top: 0, width: 512, height: 512, score: 0.4 }]);
    setFromPage(comms, viewer.modelId, { query: "xyz" });
    await settled();
    assert.equal(viewer.found.message, "none of its words is known");
    assert.equal(viewer.scores.length, 0);
  });

  test("falls back to a small picture with the score map of its first query", async () => {
    const viewer = await LocalizationViewer.open({ image, locate, query: "boats", opacity: 1 });
    const png = Buffer.from((await viewer.mimeBundle())["image/png"] as string, "base64");
    assert.ok(png.length <= mostBytes, `${png.length} bytes`);
    const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const pixel = (x: number) => [
      ...data.subarray((100 * info.width + x) * 3, (100 * info.width + x) * 3 + 3),
    ];
    const right = pixel(info.width - 4);
    assert.ok(
      right.every((channel) => channel > 150),
      `magma ends bright, found ${right}`,
    );
    const middle = pixel(Math.round(info.width / 2));
    assert.ok(middle[0]! > middle[1]! + 40, `magma's middle is red, found ${middle}`);
  });

  test("sends the tiles that a page asks for, newest request first, and none outside of the image", async () => {
    const viewer = await LocalizationViewer.open({ image, locate });
    const comm = comms.find(({ id }) => id === viewer.modelId)!;
    const ask = (view: string, ...tiles: number[][]) =>
      comm.receive({ method: "custom", content: { event: "tiles", view, image: 0, tiles } });
    const before = comm.sent.length;
    ask("a", [0, 0, 0], [0, 1, 1]);
    ask("a", [0, 4, 3], [0, 9, 9], [3, 0, 0]);
    comm.receive({ method: "custom", content: { event: "tiles", view: 5, tiles: "all" } });
    const answered = () =>
      comm.sent
        .slice(before)
        .flatMap(({ method, content }) =>
          method === "custom" ? [(content as { tile: number[] }).tile] : [],
        );
    await until(() => answered().some(([, column]) => column === 4));
    const tiles = answered();
    assert.deepEqual(tiles.at(-1), [0, 4, 3]);
    assert.ok(tiles.length <= 2, `the replaced request is not served: ${JSON.stringify(tiles)}`);
    const bytes = comm.buffers.at(-1)![0]!;
    const { width, height } = await sharp(bytes).metadata();
    assert.deepEqual([width, height], [2400 - 4 * 512, 1600 - 3 * 512]);
  });

  test("keeps answers, forgets them, and judges maps against the annotations of its image", async () => {
    const regions = [
      [
        [1500, 300],
        [2300, 300],
        [2300, 1200],
        [1500, 1200],
      ],
    ] as const;
    const own = { caption: "boats\n", image: "large.png", regions };
    const viewer = await LocalizationViewer.open({ image, locate, keep: ["houses"], annotations: [own] });
    await viewer.mimeBundle();
    assert.deepEqual(
      viewer.kept.map(({ query }) => query),
      ["houses"],
    );
    assert.deepEqual([viewer.query, viewer.annotation, viewer.compare], ["boats", 0, true]);
    const { judgement } = viewer.found;
    assert.ok(judgement && judgement.rsu > 0.3 && judgement.circles.length === 1);
    assert.equal(judgement.caption, "boats");
    viewer.keep();
    viewer.forget("houses");
    assert.deepEqual(
      viewer.kept.map(({ query }) => query),
      ["boats"],
    );
    viewer.annotation = -1;
    setFromPage(comms, viewer.modelId, { query: "forest" });
    await viewer.mimeBundle();
    assert.equal(viewer.found.judgement, undefined);
  });

  test("a search is cancelled by the page and by another query, and leaves its partial map", async () => {
    const signals: AbortSignal[] = [];
    const viewer = await LocalizationViewer.open({
      image,
      locate: async (query, { signal, report }) => {
        if (query === "quick") return locate(query);
        signals.push(signal);
        report({ done: 3, total: 9, secondsLeft: 2 }, locate(query));
        await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
        throw new Error("not reached");
      },
    });
    viewer.query = "slow";
    await until(() => viewer.scores.length > 0);
    assert.deepEqual(viewer.progress, { done: 3, total: 9, secondsLeft: 2 });
    assert.equal(viewer.scores.length, 600);
    comms
      .find(({ id }) => id === viewer.modelId)!
      .receive({ method: "custom", content: { event: "cancel" } });
    await until(() => viewer.progress === null);
    assert.equal(viewer.progress, null);
    assert.match(viewer.found.message, /^Cancelled\. The map shows/);
    viewer.query = "slow again";
    await until(() => signals.length === 2);
    viewer.query = "quick";
    await until(() => viewer.found.query === "quick");
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true, true],
    );
    assert.deepEqual([viewer.found.query, viewer.found.message, viewer.progress], ["quick", "", null]);
  });
});

describe("LocalizationViewer.of", () => {
  const folder = mkdtempSync(join(tmpdir(), "localization-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  test("locates sentences in a tiled image by its model, and shows the reason if it cannot", async () => {
    const comms = playKernel();
    await tf.setBackend("cpu");
    const scenes = await tinyScenes(folder, 6);
    const path = join(folder, "large.png");
    const background = { r: 200, g: 40, b: 40 };
    await sharp({ create: { width: 96, height: 64, channels: 3, background } })
      .png()
      .toFile(path);
    const image = await TiledImage.open(tinyModel(scenes), path, { tileSizes: [32], filter: "none" });
    const viewer = await LocalizationViewer.of(image, { threshold: 0 });
    assert.deepEqual([viewer.label, viewer.imageWidth, viewer.imageHeight], ["large.png", 96, 64]);
    setFromPage(comms, viewer.modelId, { query: "a red field" });
    await viewer.mimeBundle();
    const { values, best } = await image.locate("a red field");
    assert.deepEqual(viewer.scores, values);
    assert.deepEqual(viewer.found.best, best);
    setFromPage(comms, viewer.modelId, { query: "xyz" });
    await viewer.mimeBundle();
    assert.match(viewer.found.message, /expected at least one word of the model's vocabulary, found none/);
    image.dispose();
  });
});
