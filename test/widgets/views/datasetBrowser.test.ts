import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import sharp from "sharp";
import { Dataset, type ImageRecord } from "../../../src/lib/index.js";
import { filtered, wordsOf } from "../../../src/widgets/views/datasetBrowser/filter.js";
import { DatasetBrowser } from "../../../src/widgets/views/datasetBrowser/model.js";
import { type PlayedComm, playKernel, setFromPage } from "../../support/kernelHost.js";

describe("DatasetBrowser", () => {
  let folder: string;
  let comms: PlayedComm[];
  let records: ImageRecord[];
  before(async () => {
    comms = playKernel();
    folder = mkdtempSync(join(tmpdir(), "browser-"));
    const picture = await sharp({ create: { width: 30, height: 20, channels: 3, background: "#456" } })
      .jpeg()
      .toBuffer();
    writeFileSync(join(folder, "whole.jpg"), picture);
    writeFileSync(join(folder, "cut.jpg"), picture.subarray(0, 100));
    const record = (
      filename: string,
      sceneClass: string,
      caption: string,
      keywords: string[] = [],
    ): ImageRecord => ({
      filename,
      path: join(folder, filename === "port_2.tif" ? "cut.jpg" : "whole.jpg"),
      captions: [caption],
      keywords,
      sceneClass,
      split: sceneClass === "port" ? "train" : "test",
    });
    records = [
      record("port_1.tif", "port", "Many white boats are in a port."),
      record("port_2.tif", "port", "A boat near the pier.", ["white boat"]),
      record("forest_1.tif", "forest", "A dense green forest"),
    ];
  });
  after(() => rmSync(folder, { recursive: true }));
  const shown = async (browser: DatasetBrowser) => {
    await browser.mimeBundle();
    return browser.shown.records.map(({ filename }) => filename);
  };

  test("each word must begin a word of the captions or keywords", () => {
    const names = (query: string) =>
      filtered(records, { sceneClass: "", split: "", query }).map(({ filename }) => filename);
    assert.deepEqual(names("boat white"), ["port_1.tif", "port_2.tif"]);
    assert.deepEqual(names("BOATS"), ["port_1.tif"]);
    assert.deepEqual(names("green boat"), []);
    assert.deepEqual(names("  "), ["port_1.tif", "port_2.tif", "forest_1.tif"]);
    assert.deepEqual(wordsOf("Élan, 3 boats!"), ["élan", "3", "boats"]);
  });

  test("shows the records that pass, and starts at the first page when a filter changes", async () => {
    const browser = new DatasetBrowser(new Dataset("tiny", records), { pageSize: 2 });
    assert.deepEqual(await shown(browser), ["port_1.tif", "port_2.tif"]);
    setFromPage(comms, browser.modelId, { page: 1 });
    assert.deepEqual(await shown(browser), ["forest_1.tif"]);
    setFromPage(comms, browser.modelId, { sceneClass: "port" });
    assert.deepEqual(await shown(browser), ["port_1.tif", "port_2.tif"]);
    assert.equal(browser.page, 0);
    setFromPage(comms, browser.modelId, { page: 99 });
    assert.deepEqual(await shown(browser), ["port_1.tif", "port_2.tif"], "there is no such page");
    assert.deepEqual(
      browser.matches.map(({ filename }) => filename),
      ["port_1.tif", "port_2.tif"],
    );
  });

  test("an image that is cut off says so and does not hide the others", async () => {
    const browser = new DatasetBrowser(new Dataset("tiny", records));
    await shown(browser);
    assert.deepEqual(
      browser.shown.records.map(({ problem }) => problem === ""),
      [true, false, true],
    );
    assert.equal((await sharp(browser.pictures[0]).metadata()).width, 224);
  });
});
