import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import sharp from "sharp";
import {
  buildIndex,
  type Dataset,
  type ImageIndex,
  type RetrievalModel,
  search,
} from "../../../src/lib/index.js";
import { RetrievalGallery } from "../../../src/widgets/views/retrievalGallery/model.js";
import { type PlayedComm, playKernel, setFromPage } from "../../support/kernelHost.js";
import { tinyModel, tinyScenes } from "../../support/tinyScenes.js";

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("RetrievalGallery", () => {
  let comms: PlayedComm[];
  let pictures: Uint8Array[];
  before(async () => {
    comms = playKernel();
    pictures = await Promise.all(
      ["red", "green", "blue"].map(
        async (background) =>
          new Uint8Array(
            await sharp({ create: { width: 40, height: 40, channels: 3, background } })
              .png()
              .toBuffer(),
          ),
      ),
    );
  });
  const labels = ["red.png", "green.png", "blue.png"];
  const search = (query: string) => {
    if (query === "xyz") throw new Error("none of its words is known");
    return [2, 0, 1].map((picture, rank) => ({ picture, score: 0.9 - rank / 10 }));
  };

  test("answers the typed query, names the query of an answer and marks the right pictures", async () => {
    const gallery = new RetrievalGallery({ labels, pictures, search, groundTruth: () => [0] });
    setFromPage(comms, gallery.modelId, { query: "a red field" });
    await settled();
    assert.equal(gallery.answer.query, "a red field");
    assert.deepEqual(
      gallery.answer.results.map(({ picture }) => picture),
      [2, 0, 1],
    );
    assert.deepEqual(gallery.answer.truth, [0]);
  });

  test("shows the message of a failed search, and answers the next query", async () => {
    const gallery = new RetrievalGallery({ labels, pictures, search });
    setFromPage(comms, gallery.modelId, { query: "xyz" });
    await settled();
    assert.equal(gallery.answer.message, "none of its words is known");
    setFromPage(comms, gallery.modelId, { query: "blue" });
    await settled();
    assert.equal(gallery.answer.message, "");
    assert.equal(gallery.answer.results.length, 3);
  });

  test("a click on a picture ranks captions for it", async () => {
    const describePicture = (picture: number) => [{ caption: labels[picture]!, score: 1, own: true }];
    const gallery = new RetrievalGallery({ labels, pictures, search, describe: describePicture });
    setFromPage(comms, gallery.modelId, { chosen: 1 });
    await settled();
    assert.deepEqual(gallery.description, {
      picture: 1,
      captions: [{ caption: "green.png", score: 1, own: true }],
      message: "",
    });
  });

  test("falls back to a picture of the answer to its first query", async () => {
    const gallery = new RetrievalGallery({ labels, pictures, search, query: "blue" });
    const bundle = await gallery.mimeBundle();
    const { width } = await sharp(Buffer.from(bundle["image/png"] as string, "base64")).metadata();
    assert.equal(width, 3 * 176 + 2 * 8);
  });

  test("refuses another number of pictures than of labels", () => {
    assert.throws(
      () => new RetrievalGallery({ labels, pictures: pictures.slice(1), search }),
      /pictures: expected one for each of 3 labels, found 2/,
    );
  });
});

describe("RetrievalGallery.of", () => {
  const folder = mkdtempSync(join(tmpdir(), "gallery-"));
  let comms: PlayedComm[];
  let scenes: Dataset;
  let model: RetrievalModel;
  let index: ImageIndex;
  before(async () => {
    comms = playKernel();
    await tf.setBackend("cpu");
    scenes = await tinyScenes(folder, 8);
    model = tinyModel(scenes);
    index = await buildIndex(model, scenes);
  });
  after(() => {
    index.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  test("answers by the model's search, marks a caption's images, and sends the shown pictures only", async () => {
    const gallery = RetrievalGallery.of(model, index, { query: "a red field", top: 3 });
    await gallery.mimeBundle();
    const expected = await search(model, index, "a red field", 3);
    assert.deepEqual(
      gallery.answer.results,
      expected.map(({ index: picture, score }) => ({ picture, score })),
    );
    assert.deepEqual(gallery.answer.truth, [0, 6], "two of eight fields are red");
    assert.equal(gallery.labels[6], "field_6.png");
    assert.deepEqual(
      gallery.pictured,
      expected.map(({ index: picture }) => picture),
    );
    const { format, width } = await sharp(gallery.pictures[0]).metadata();
    assert.deepEqual([format, width], ["jpeg", 224]);
  });

  test("ranks captions for a clicked picture, and keeps that picture in the next answer", async () => {
    const { captions } = scenes;
    const gallery = RetrievalGallery.of(model, index, { query: "a red field", top: 2, captions });
    await gallery.mimeBundle();
    const chosen = gallery.answer.results[0]!.picture;
    setFromPage(comms, gallery.modelId, { chosen });
    for (let turn = 0; turn < 500 && gallery.description.picture < 0; turn++) await settled();
    const { picture, captions: ranked } = gallery.description;
    assert.deepEqual([picture, ranked.length], [chosen, 2]);
    assert.ok(ranked[0]!.score >= ranked[1]!.score);
    for (const { caption, own } of ranked)
      assert.equal(own, scenes.records[chosen]!.captions.includes(caption));
    setFromPage(comms, gallery.modelId, { query: "the field is white" });
    await gallery.mimeBundle();
    assert.ok(gallery.pictured.includes(chosen));
    assert.equal(gallery.pictures.length, gallery.pictured.length);
  });

  test("shows the other pictures when one has been removed", async () => {
    const lost = await tinyScenes(join(folder, "lost"), 3);
    const some = await buildIndex(model, lost);
    rmSync(lost.records[1]!.path);
    const gallery = RetrievalGallery.of(model, some, { query: "a green field" });
    const bundle = await gallery.mimeBundle();
    assert.equal(gallery.answer.results.length, 3);
    assert.deepEqual(
      gallery.pictured.filter((_, i) => gallery.pictures[i]!.length === 0),
      [1],
    );
    assert.ok(bundle["image/png"]);
    some.dispose();
  });
});
