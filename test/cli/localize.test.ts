// `amfmn localize` over images as people have them.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import sharp from "sharp";
import { localizeCommand } from "../../src/cli/commands/localize.js";
import { AmfmnError } from "../../src/lib/base/errors.js";
import { readNpy } from "../../src/lib/base/npy.js";
import { ready } from "../../src/lib/engine/index.js";
import { saveCheckpoint } from "../../src/lib/models/index.js";
import { amfmn, noCommand } from "../support/command.js";
import { tinyModel, tinyScenes } from "../support/tinyScenes.js";

describe("amfmn localize", { skip: noCommand }, () => {
  const folder = mkdtempSync(join(tmpdir(), "amfmn-localize-"));
  after(() => rmSync(folder, { recursive: true }));
  const file = (name: string) => join(folder, name);
  const checkpoint = file("tiny.safetensors");
  const located = (image: string, ...args: string[]) =>
    amfmn("localize", image, "--checkpoint", checkpoint, "--engine", "wasm", "--tile-sizes", "64", ...args);
  const one = ["--text", "a red field"];
  const noise = (width: number, height: number) =>
    sharp({
      create: {
        width,
        height,
        channels: 3,
        background: "gray",
        noise: { type: "gaussian", mean: 128, sigma: 40 },
      },
    });

  before(async () => {
    await ready({ engine: "wasm" });
    const scenes = await tinyScenes(file("scenes"), 4);
    const model = tinyModel(scenes);
    await saveCheckpoint(checkpoint, model);
    model.dispose();
    await noise(150, 110)
      .tiff({ tile: true, tileWidth: 64, tileHeight: 64, compression: "deflate" })
      .toFile(file("large.tif"));
    await noise(150, 110).png().toFile(file("map.png"));
    writeFileSync(file("map.pgw"), "2\n0\n0\n-2\n300001\n4999999\n");
  });

  test("writes a heat map, boxes and both arrays of one sentence", async () => {
    const outputs = [
      "--out",
      file("heat.tif"),
      "--geojson",
      file("boxes.geojson"),
      "--map",
      file("raw.npy"),
      "--filtered",
      file("filtered.npy"),
    ];
    const { code, stdout, stderr } = await located(file("map.png"), ...one, ...outputs, "--json");
    assert.equal(code, 0, stderr);
    const { width, height, sentences } = JSON.parse(stdout) as {
      width: number;
      height: number;
      sentences: { text: string; regions: unknown[]; files: string[] }[];
    };
    assert.deepEqual([width, height, sentences.length, sentences[0]!.text], [150, 110, 1, "a red field"]);
    assert.deepEqual(sentences[0]!.files, ["heat.tif", "raw.npy", "filtered.npy"].map(file));
    for (const name of ["raw.npy", "filtered.npy"]) {
      const { shape, values } = await readNpy(file(name));
      assert.deepEqual(shape, [110, 150]);
      assert.ok(values.every((value) => value >= 0 && value <= 1));
    }
    const boxes = JSON.parse(readFileSync(file("boxes.geojson"), "utf8")) as {
      features: unknown[];
      note: string;
    };
    assert.equal(boxes.features.length, sentences[0]!.regions.length);
    assert.match(boxes.note, /the image's CRS, which the file does not name by a code/);
  });

  test("numbers the files of several sentences, from options and from a file", async () => {
    writeFileSync(file("texts.txt"), "a green field\n\n");
    const again = await amfmn(
      "localize",
      file("large.tif"),
      "--checkpoint",
      checkpoint,
      "--engine",
      "wasm",
      ...one,
      "--text",
      "a blue field",
      "--texts",
      file("texts.txt"),
      "--out",
      file("many.png"),
      "--method",
      "v2",
    );
    assert.equal(again.code, 0, again.stderr);
    for (const number of [1, 2, 3]) assert.ok(existsSync(file(`many-${number}.png`)));
    assert.match(again.stdout, /"a green field": scores of/);
  });

  test("names a damaged tile, and reads it as black when asked", async () => {
    // A large image, because small ones are decoded as a whole.
    await noise(2100, 2050).tiff({ tile: true, compression: "deflate" }).toFile(file("damaged.tif"));
    const large = readFileSync(file("damaged.tif"));
    large.fill(0xff, Math.floor(large.length / 2), Math.floor(large.length / 2) + 100);
    writeFileSync(file("damaged.tif"), large);
    const coarse = [
      "localize",
      file("damaged.tif"),
      "--checkpoint",
      checkpoint,
      "--engine",
      "wasm",
      "--tile-sizes",
      "1024",
      ...one,
    ];
    const refused = await amfmn(...coarse);
    assert.equal(refused.code, 2);
    assert.match(
      refused.stderr,
      /damaged\.tif: .*a damaged tile in column \d+, row \d+ \(pixels .*--on-bad-tile nodata/,
    );
    assert.equal(refused.stderr.trim().split("\n").length, 1);
    const { code, stderr } = await amfmn(...coarse, "--on-bad-tile", "nodata");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /warning: .*the tile in column \d+, row \d+ is damaged .* read as black/);
  });

  test("checks its arguments before it opens the model", async () => {
    mkdirSync(file("closed"));
    chmodSync(file("closed"), 0o500);
    const cases: readonly (readonly [args: string[], message: RegExp])[] = [
      [[file("large.tif")], /expected --text SENTENCE, found none/],
      [[file("large.tif"), "--text", " "], /found an empty text/],
      [
        [file("large.tif"), ...one, "--out", "map.gif"],
        /--out: expected a name that ends in \.png or \.tif, found "map\.gif"/,
      ],
      [[file("large.tif"), ...one, "--map", "map.png"], /--map: expected a name that ends in \.npy/],
      [
        [file("large.tif"), ...one, "--geojson", "boxes.txt"],
        /--geojson: expected a name that ends in \.geojson or \.json/,
      ],
      [
        [file("large.tif"), ...one, "--map", file("a.npy"), "--filtered", file("a.npy")],
        /--filtered: expected another file than --map/,
      ],
      [[file("map.png"), ...one, "--out", file("map.png")], /--out: expected another file than IMAGE/],
      [
        [file("large.tif"), ...one, "--out", file("none/map.png")],
        /none\/map\.png: expected a place that can be written/,
      ],
      [[file("large.tif"), ...one, "--method", "v3"], /--method: expected one of v1, v2, dense, found "v3"/],
      [
        [file("large.tif"), ...one, "--threshold", "1.5"],
        /--threshold: expected a value above 0 and at most 1, found 1\.5/,
      ],
      [
        [file("large.tif"), ...one, "--on-bad-tile", "skip"],
        /--on-bad-tile: expected fail or nodata, found "skip"/,
      ],
      [[file("large.tif"), "--text", "xyzzy plugh"], /xyzzy/],
      [[file("none.tif"), ...one], /none\.tif: expected an image, found no such file/],
    ];
    const isRoot = process.getuid?.() === 0;
    const readOnly = [[file("large.tif"), ...one, "--out", file("closed/map.png")], /no permission/] as const;
    const quiet = { machine: true, print() {}, json: assert.fail, warn() {}, progress() {} };
    const before = ["--checkpoint", checkpoint, "--engine", "wasm"];
    for (const [args, message] of isRoot ? cases : [...cases, readOnly]) {
      const run = localizeCommand.run([...args, ...before], () => quiet);
      await assert.rejects(
        run,
        (error: Error) => error instanceof AmfmnError && message.test(error.message),
        `${args}`,
      );
    }
    assert.ok(!existsSync("map.gif"));
  });
});
