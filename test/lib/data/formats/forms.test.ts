// The forms of data sets that people have, each read from files as their programs write them.
import assert from "node:assert/strict";
import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { parquetWriteBuffer } from "hyparquet-writer";
import sharp from "sharp";
import { create } from "tar";
import { DataError, OptionError } from "../../../../src/lib/base/errors.js";
import { decodeImage } from "../../../../src/lib/data/images/decodeImage.js";
import { inspectDataset, loadDataset } from "../../../../src/lib/data/loadDataset.js";
import { DataFolder } from "../../../support/dataFolder.js";
import { shared } from "../../../support/files.js";

const folder = new DataFolder();
const picture = (background = "#456") =>
  sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer();

/** Records in one line each: split, file name, class and captions. */
async function summary(path: string, options = {}): Promise<string[]> {
  const { records } = await loadDataset(path, options);
  return records.map(({ split, filename, captions }) => `${split} ${filename}: ${captions.join(" | ")}`);
}

describe("several files in a folder", () => {
  for (const [name, expected] of Object.entries({
    coco_two: ["train a_1.jpg: a port", "train a_2.jpg: a port", "val a_3.jpg: a port"],
    csv_two: ["train a_1.jpg: a port", "train a_2.jpg: two ports", "test a_3.jpg: a farm"],
    pre_dev: ["train a_1.jpg: a port", "val a_2.jpg: a port", "test a_3.jpg: a port"],
  })) {
    const input = shared(`inputs/${name}`);
    test(`are all read, and each names its split: ${name}`, { skip: input.missing }, async () => {
      assert.deepEqual(await summary(input.path), expected);
    });
  }

  test("name their split by a whole word only", async () => {
    for (const [name, split] of Object.entries({
      "contest.csv": "train",
      "latest.csv": "train",
      "my_test.csv": "test",
      "captionsVal.csv": "val",
      "validation-captions.csv": "val",
      "dev.csv": "val",
      "test2014.csv": "test",
    })) {
      const file = folder.write(name, "filename,caption\na.jpg,a port\n");
      assert.deepEqual(await summary(file), [`${split} a.jpg: a port`], name);
    }
  });

  test("of which none names a split are asked for by name", async () => {
    folder.write("dataset_a.json", { images: [{ filename: "a.jpg", sentences: ["x"] }] });
    folder.write("dataset_b.json", { images: [{ filename: "a.jpg", sentences: ["x"] }] });
    await assert.rejects(loadDataset(folder.path), (error: Error) => {
      assert.ok(error instanceof DataError);
      assert.match(error.message, /found dataset_a\.json, dataset_b\.json; name one of the files\.$/);
      return true;
    });
    const other = folder.fresh();
    folder.path = other;
    folder.write("captions.csv", "filename,caption\na.jpg,x\n");
    folder.write("test.csv", "filename,caption\nb.jpg,x\n");
    await assert.rejects(loadDataset(other), /captions\.csv, test\.csv; name one/);
  });

  test("with COCO's boxes and key points beside the captions are read as captions", async () => {
    const images = [{ id: 1, file_name: "a.jpg" }];
    folder.write("captions_val2017.json", { images, annotations: [{ image_id: 1, caption: "a port" }] });
    folder.write("instances_val2017.json", { images, annotations: [{ image_id: 1, bbox: [0, 0, 1, 1] }] });
    folder.write("image_info_test2017.json", { images });
    assert.deepEqual(await summary(folder.path), ["val a.jpg: a port"]);
  });
});

describe("a table", () => {
  const quotes = shared("inputs/csv_quotes");
  test("with quotes inside of fields is read to its end", { skip: quotes.missing }, async () => {
    assert.deepEqual(await summary(join(quotes.path, "t.csv")), [
      'train a_1.jpg: a "big" port',
      "train a_2.jpg: fine",
    ]);
  });

  const openClip = shared("inputs/openclip");
  test("of open_clip has paths and titles, and absolute paths stay", { skip: openClip.missing }, async () => {
    const { records } = await loadDataset(openClip.path);
    assert.deepEqual([records[0]!.path, records[0]!.captions], ["/data/img/a_1.jpg", ["a port"]]);
  });

  test("with a bad row in the middle reports the row, and reads the rest", async () => {
    const file = folder.write("t.csv", 'filename,caption\na.jpg,fine\nb.jpg,red, big\nc.jpg,"fine, too"\n');
    const { problems, dataset } = await inspectDataset(file);
    assert.deepEqual(
      problems.map(({ line }) => line),
      [3],
    );
    assert.deepEqual(
      dataset.records.map(({ filename }) => filename),
      ["a.jpg", "c.jpg"],
    );
    const open = await inspectDataset(
      folder.write("open.csv", 'filename,caption\na.jpg,fine\nb.jpg,"open\nc.jpg,x\n'),
    );
    assert.deepEqual(
      open.problems.map(({ line, reason }) => `${line} ${reason}`),
      ["3 opens a quote that is not closed before the file ends"],
    );
  });

  test("in UTF-16, with and without a byte order mark, is read as UTF-8 is", async () => {
    const text = "filename,caption\na.jpg,café\n";
    const little = Buffer.from(text, "utf16le");
    const big = Buffer.from(little).swap16();
    for (const bytes of [
      little,
      big,
      Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
    ])
      assert.deepEqual(await summary(folder.write("t.csv", bytes)), ["train a.jpg: café"]);
  });

  test("with unknown columns lists them and the names that would do, and takes names by option", async () => {
    const file = folder.write("t.csv", "bild,satz,teil\na.jpg,ein Hafen,test\n");
    await assert.rejects(
      loadDataset(file),
      /found the columns bild, satz, teil without an image column \(filename, .*--columns image=NAME,caption=NAME/,
    );
    const columns = { image: "bild", caption: "satz", split: "teil" };
    assert.deepEqual(await summary(file, { columns }), ["test a.jpg: ein Hafen"]);
    await assert.rejects(loadDataset(file, { columns: { image: "x" } }), (error: Error) => {
      assert.ok(error instanceof OptionError);
      return /expected image to be one of bild, satz, teil, found "x"/.test(error.message);
    });
  });
});

describe("JSON", () => {
  const blip = shared("inputs/blip");
  test("of BLIP has images and lists of captions", { skip: blip.missing }, async () => {
    assert.deepEqual(await summary(blip.path), ["test rsitmd/a_1.tif: a port"]);
  });

  test("of X-VLM has a record for each caption, which are joined by image", async () => {
    const file = folder.write("rsicd_train.json", [
      { image: "a.jpg", caption: "one", image_id: 0 },
      { image: "a.jpg", caption: "two", image_id: 0 },
    ]);
    assert.deepEqual(await summary(file), ["train a.jpg: one | two"]);
  });

  test("of NWPU-Captions has classes with five sentences an image", async () => {
    const image = {
      filename: "airport_001.jpg",
      imgid: 0,
      split: "test",
      raw: "a",
      raw_1: "b",
      raw_2: "c",
      raw_3: "d",
      raw_4: "e",
    };
    const file = folder.write("dataset_nwpu.json", {
      airport: [image],
      beach: [{ ...image, filename: "x.jpg", split: "train" }],
    });
    const { records } = await loadDataset(file);
    assert.deepEqual(
      records.map(({ sceneClass, captions, split }) => [sceneClass, captions.length, split]),
      [
        ["airport", 5, "test"],
        ["beach", 5, "train"],
      ],
    );
  });

  test("of captions by file name is read", async () => {
    const file = folder.write("captions.json", { "a.jpg": ["one", "two"], "b.jpg": ["three"] });
    assert.deepEqual(await summary(file), ["train a.jpg: one | two", "train b.jpg: three"]);
  });

  test("lines are read, and a bad line is reported by its number", async () => {
    const file = folder.write(
      "val.jsonl",
      '{"file_name": "a.jpg", "text": "one"}\n\n{"file_name": \n{"file_name": "b.jpg", "text": "two"}\n',
    );
    const { dataset, problems } = await inspectDataset(file);
    assert.deepEqual(
      dataset.records.map(({ filename, split }) => [filename, split]),
      [
        ["a.jpg", "val"],
        ["b.jpg", "val"],
      ],
    );
    assert.deepEqual(
      problems.map(({ line }) => line),
      [3],
    );
  });

  test("of an unknown form is refused with its keys", async () => {
    const file = folder.write("x.json", [{ url: "a", alt: "b" }]);
    await assert.rejects(loadDataset(file), /found JSON with the keys url, alt;/);
  });
});

describe("Hugging Face's image folder", () => {
  for (const [name, text] of [
    ["metadata.jsonl", '{"file_name": "a.png", "text": "one"}\n'],
    ["metadata.csv", "file_name,text\na.png,one\n"],
  ] as const) {
    test(`with ${name} in each split's folder finds the images beside it`, async () => {
      for (const split of ["train", "test"]) {
        folder.write(`${split}/${name}`, text);
        folder.write(`${split}/a.png`, await picture());
      }
      const { records } = await loadDataset(folder.path);
      assert.deepEqual(
        records.map(({ split }) => split),
        ["train", "test"],
      );
      for (const { path } of records) assert.ok(existsSync(path), path);
    });
  }

  test("in Parquet has its images unpacked once beside the table", async () => {
    const bytes = [await picture("#f00"), await picture("#0f0")];
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: "image", data: bytes.map((one) => new Uint8Array(one)), type: "BYTE_ARRAY" },
        { name: "caption", data: ["red", "green"], type: "STRING" },
      ],
    });
    folder.write("data/train-00000-of-00002.parquet", Buffer.from(buffer));
    folder.write("data/train-00001-of-00002.parquet", Buffer.from(buffer));
    folder.write("data/test-00000-of-00001.parquet", Buffer.from(buffer));
    const { records } = await loadDataset(folder.path);
    assert.deepEqual(
      records.map(({ split, captions }) => `${split} ${captions}`),
      [...["train red", "train green", "train red", "train green"], ...["test red", "test green"]],
    );
    assert.deepEqual([...(await decodeImage(records[1]!, 1))], [0, 255, 0]);
  });
});

describe("the tar archives of webdataset", () => {
  test("are read without unpacking, shard by shard, with captions in text and JSON", async () => {
    const source = folder.fresh();
    folder.path = source;
    folder.write("000.png", await picture("#f00"));
    folder.write("000.txt", "red\n");
    folder.write("001.png", await picture("#00f"));
    folder.write("001.json", { caption: "blue", width: 8 });
    folder.write("002.png", await picture());
    const long = `${"long".repeat(40)}.png`;
    folder.write(long, await picture("#0f0"));
    folder.write(long.replace("png", "txt"), "green");
    const out = folder.fresh();
    const files = ["000.png", "000.txt", "001.json", "001.png", "002.png", long, long.replace("png", "txt")];
    for (const shard of ["shard-000000.tar", "shard-000001.tar"])
      await create({ cwd: source, file: join(out, shard) }, files);
    const { dataset, problems } = await inspectDataset(out, { checkImages: true });
    assert.deepEqual(
      problems.map(({ record, filename, reason }) => `${record} ${filename} ${reason.slice(0, 14)}`),
      ["3 002.png has no caption", "3 002.png has no caption"],
    );
    const { records } = dataset;
    assert.deepEqual(
      records.map(({ captions }) => captions[0]),
      ["red", "blue", "green", "red", "blue", "green"],
    );
    assert.deepEqual([...(await decodeImage(records[1]!, 1))], [0, 0, 255]);
    assert.deepEqual([...(await decodeImage(records[5]!.path, 1))], [0, 255, 0]);
  });

  test("that are cut off are refused by name", async () => {
    folder.write("a.png", await picture());
    folder.write("a.txt", "x");
    const file = join(folder.path, "a.tar");
    await create({ cwd: folder.path, file }, ["a.png", "a.txt"]);
    const { readFileSync } = await import("node:fs");
    folder.write("cut.tar", readFileSync(file).subarray(0, 560));
    await assert.rejects(loadDataset(join(folder.path, "cut.tar")), /cut\.tar: expected a whole tar archive/);
  });
});

test("Flickr's tokens are joined by image", async () => {
  const file = folder.write(
    "results_20130124.token",
    "1.jpg#0\tA dog .\n1.jpg#1\tA cat .\nbroken\n2.jpg#0\tA port .\n",
  );
  const { dataset, problems } = await inspectDataset(file);
  assert.deepEqual(
    dataset.records.map(({ captions }) => captions.length),
    [2, 1],
  );
  const errors = problems.filter(({ severity }) => severity === "error");
  assert.deepEqual(
    errors.map(({ line }) => line),
    [3],
  );
});

test("images relative to the file are found where no images folder is", async () => {
  folder.write("captions.csv", "filename,caption\nsub/a.png,a port\n");
  folder.write("sub/a.png", await picture());
  cpSync(join(folder.path, "sub/a.png"), join(folder.path, "b.png"));
  const { records } = await loadDataset(folder.path);
  assert.equal(records[0]!.path, join(folder.path, "sub/a.png"));
});
