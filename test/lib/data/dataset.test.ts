import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OptionError } from "../../../src/lib/base/errors.js";
import { Dataset, type ImageRecord, type Split } from "../../../src/lib/data/dataset.js";

const record = (filename: string, split: Split, ...captions: string[]): ImageRecord => ({
  filename,
  path: `/images/${filename}`,
  captions,
  keywords: [],
  sceneClass: "port",
  split,
});
const warning = (filename?: string) => ({
  severity: "warning" as const,
  file: "dataset.json",
  filename,
  reason: "has a blank sentence (1 of 5)",
});

const ports = new Dataset(
  "ports",
  [
    record("port_1.tif", "train", "A port.", "Two ships."),
    record("port_2.tif", "test", "A gray port."),
    record("port_3.tif", "train", "A pier."),
  ],
  [warning("port_1.tif"), warning("port_2.tif"), warning()],
);

describe("Dataset", () => {
  test("lists captions and paths in the order of its records", () => {
    assert.deepEqual(ports.captions, ["A port.", "Two ships.", "A gray port.", "A pier."]);
    assert.deepEqual(ports.paths, ["/images/port_1.tif", "/images/port_2.tif", "/images/port_3.tif"]);
  });

  test("split returns the records of one split in their order, under the same name", () => {
    const train = ports.split("train");
    assert.ok(train instanceof Dataset);
    assert.equal(train.name, "ports");
    assert.deepEqual(train.records, [ports.records[0], ports.records[2]]);
    assert.deepEqual(train.captions, ["A port.", "Two ships.", "A pier."]);
    assert.deepEqual(ports.split("val").records, []);
    assert.deepEqual(train.split("train").records, train.records);
  });

  test("split keeps the warnings about its images and about whole files", () => {
    assert.deepEqual(
      ports.split("train").warnings.map(({ filename }) => filename),
      ["port_1.tif", undefined],
    );
  });

  test("split rejects an unknown split by its name", () => {
    assert.throws(
      () => ports.split("tset" as "test"),
      (error) => error instanceof OptionError && /found "tset"/.test(error.message),
    );
  });
});
