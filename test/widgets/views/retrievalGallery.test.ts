import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import sharp from "sharp";
import { RetrievalGallery } from "../../../src/widgets/views/retrievalGallery/model.js";
import { type PlayedComm, playKernel, setFromPage } from "../../support/kernelHost.js";

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
