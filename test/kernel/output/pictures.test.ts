// Canvases, DOM nodes and SVG text are shown as pictures and markup.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createCanvas } from "@napi-rs/canvas";
import { JSDOM } from "jsdom";
import { pictureOf } from "../../../src/kernel/output/pictures.js";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, shown } from "../../support/kernelClient.js";

const { document } = new JSDOM(
  `<p id="text">a <b>b</b></p><svg id="picture" viewBox="0 0 9 9"><circle id="disk" r="4"/></svg>`,
).window;
const byId = (id: string) => document.getElementById(id);

describe("pictureOf", () => {
  test("shows a canvas as PNG, also one that encodes in a promise", async () => {
    const canvas = createCanvas(3, 2);
    const bundle = (await pictureOf(canvas))!;
    const bytes = Buffer.from(String(bundle["image/png"]), "base64");
    assert.deepEqual(
      [...bytes.subarray(1, 4)],
      [..."PNG"].map((letter) => letter.charCodeAt(0)),
    );
    assert.equal(bytes.readUInt32BE(16), 3, "width");
    assert.equal(bundle["text/plain"], "<canvas of 3 × 2 pixels>");
    const slow = { width: 3, height: 2, getContext() {}, toBuffer: async () => canvas.toBuffer("image/png") };
    assert.deepEqual(await pictureOf(slow), bundle);
  });

  test("shows an SVG element as a picture that can be a file of its own", () => {
    const bundle = pictureOf(byId("picture")) as Record<string, string>;
    assert.match(bundle["image/svg+xml"]!, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" id="picture"/);
    assert.match((pictureOf(byId("disk")) as Record<string, string>)["text/html"]!, /^<svg xmlns.*<circle/);
  });

  test("shows elements, fragments and documents as HTML", () => {
    assert.deepEqual(pictureOf(byId("text")), {
      "text/html": '<p id="text">a <b>b</b></p>',
      "text/plain": '<p id="text">a <b>b</b></p>',
    });
    const fragment = document.createDocumentFragment();
    fragment.append("1 < 2", document.createElement("hr"));
    assert.equal((pictureOf(fragment) as Record<string, string>)["text/html"], "1 &lt; 2<hr>");
    assert.match((pictureOf(document) as Record<string, string>)["text/html"]!, /^<html>/);
  });

  test("shows text that is an SVG file as a picture", () => {
    for (const text of ["<svg></svg>", '<?xml version="1.0"?>\n<!-- a -->\n<svg width="1">\n</svg>\n'])
      assert.deepEqual(pictureOf(text), { "image/svg+xml": text, "text/plain": text });
    for (const text of ["<svg", "the <svg></svg> element", "<svgs></svgs>", "<p></p>"])
      assert.equal(pictureOf(text), undefined);
  });

  test("takes other values for no picture, also those whose properties throw", () => {
    const throwing = new Proxy({}, { get: () => assert.fail() });
    for (const value of [
      1,
      null,
      undefined,
      {},
      [],
      () => {},
      { nodeType: 1 },
      { width: 1, height: 1 },
      throwing,
    ])
      assert.equal(pictureOf(value), undefined);
  });
});

describe("a cell that ends with a picture", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("shows it", async () => {
    const { published } = await kernel().execute("'<svg></svg>'");
    assert.equal(shown(published)!["image/svg+xml"], "<svg></svg>");
  });
});
