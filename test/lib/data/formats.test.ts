// Every form of data set that is read and written, and what is said of data that does not fit.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import fc from "fast-check";
import {
  convertDataset,
  Dataset,
  DatasetError,
  inspectDataset,
  loadDataset,
  writtenFormats,
} from "../../../src/lib/index.js";
import { shared } from "../../support/files.js";
import { root, run } from "../../support/venv.js";

const home = mkdtempSync(join(tmpdir(), "formats-"));
after(() => rmSync(home, { recursive: true }));

let count = 0;
let folder: string;
beforeEach(() => {
  folder = join(home, String(count++));
  mkdirSync(folder);
});

function write(name: string, content: string | Buffer | object): string {
  const file = join(folder, name);
  writeFileSync(
    file,
    typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content),
  );
  return file;
}

const shape = ({ records }: Dataset) =>
  records.map(({ filename, captions, keywords, sceneClass, split }) => ({
    filename,
    captions,
    keywords,
    sceneClass,
    split,
  }));

test("RSITMD, RSICD, UCM, Sydney and Karpathy JSON load; the split restval trains; COCO's folder is in the path", async () => {
  write("dataset_coco.json", {
    dataset: "coco",
    images: [
      {
        filepath: "val2014",
        filename: "COCO_val2014_1.jpg",
        split: "restval",
        sentences: [{ tokens: ["a"], raw: "A dog." }],
      },
      { filename: "port_3.tif", split: "test", keywords: ["-port"], sentences: [{ raw: "A port." }] },
    ],
  });
  const { records } = await loadDataset(folder);
  assert.equal(records[0]!.split, "train");
  assert.equal(records[0]!.path, join(folder, "images", "val2014", "COCO_val2014_1.jpg"));
  assert.deepEqual([records[1]!.sceneClass, records[1]!.keywords], ["port", ["-port"]]);
});

test("RSICD's lists of classes beside the data name the class of numbered images", async () => {
  mkdirSync(join(folder, "txtclasses_rsicd"));
  write("txtclasses_rsicd/viaduct.txt", "00013.jpg\n00014.jpg\n");
  write("dataset_rsicd.json", { images: [{ filename: "00013.jpg", sentences: [{ raw: "A viaduct." }] }] });
  assert.equal((await loadDataset(folder)).records[0]!.sceneClass, "viaduct");
});

test("COCO's own annotations load, whatever the file is called beside its split", async () => {
  const file = write("captions_val2014.json", {
    images: [
      { id: 7, file_name: "a.jpg" },
      { id: 8, file_name: "b.jpg" },
    ],
    annotations: [
      { image_id: 8, caption: "B one. " },
      { image_id: 7, caption: "A." },
      { image_id: 8, caption: "B two." },
    ],
  });
  const { records } = await loadDataset(file);
  assert.deepEqual(
    records.map(({ filename, captions, split }) => [filename, captions, split]),
    [
      ["a.jpg", ["A."], "val"],
      ["b.jpg", ["B one.", "B two."], "val"],
    ],
  );
});

test("a table of one's own loads: commas, tabs or semicolons, quotes, several caption columns, keywords and class", async () => {
  const rows = write(
    "mine.csv",
    'image,caption,split,tags\nx.png,"Red, ""big"" roof",test,roof;red house\nx.png,Second,test,roof;red house\n',
  );
  assert.deepEqual(shape(await loadDataset(rows)), [
    {
      filename: "x.png",
      captions: ['Red, "big" roof', "Second"],
      keywords: ["roof", "red house"],
      sceneClass: "x",
      split: "test",
    },
  ]);
  const wide = write(
    "wide.tsv",
    "\ufeffFilename\tCaption1\tCaption2\tClass\npond_1.png\tA pond.\tWater.\tlake\n",
  );
  assert.deepEqual(shape(await loadDataset(wide)), [
    {
      filename: "pond_1.png",
      captions: ["A pond.", "Water."],
      keywords: [],
      sceneClass: "lake",
      split: "train",
    },
  ]);
});

test("the form is told by content, not by the file's name", async () => {
  assert.equal(
    (await inspectDataset(write("data.txt", '{"images": [{"filename": "a.tif", "sentences": ["A."]}]}')))
      .format,
    "json",
  );
  assert.equal((await inspectDataset(write("table.txt", "file;sentence\na.tif;A.\n"))).format, "csv");
  await assert.rejects(loadDataset(write("notes.txt", "hello\n")), /expected JSON with images .* found none/);
});

test("train_caps_verify.txt and val_caps_verify.txt take the place of the unsplit training captions", async () => {
  for (const [name, captions] of [
    ["train_caps", "a\nb\n"],
    ["train_caps_verify", "a\n"],
    ["val_caps_verify", "b\n"],
    ["test_caps", "c\n"],
  ] as const) {
    write(`${name}.txt`, captions);
    write(`${name.replace("caps", "filename")}.txt`, captions.replace(/(\w)/g, "$1.tif"));
  }
  const { records } = await loadDataset(folder);
  assert.deepEqual(
    records.map(({ filename, split }) => `${split} ${filename}`),
    ["train a.tif", "val b.tif", "test c.tif"],
  );
});

test("all problems of a file are told at once, each with record, name, expected and found", async () => {
  const file = write("dataset.json", {
    images: [
      { sentences: [{ raw: "x" }] },
      { filename: "a.tif", split: "trian", sentences: [{ raw: "x" }] },
      { filename: "b.tif", sentences: [{ raw: 5 }] },
      { filename: "c.tif", sentences: [], keywords: "port" },
      7,
      { filename: "d.tif", sentences: [{ raw: "fits" }] },
    ],
  });
  const { dataset, problems } = await inspectDataset(file);
  assert.deepEqual(
    shape(dataset).map(({ filename }) => filename),
    ["d.tif"],
  );
  assert.equal(problems.length, 6);
  await assert.rejects(loadDataset(file), (error) => {
    assert.ok(error instanceof DatasetError);
    assert.equal(error.problems.length, 6);
    for (const part of [
      "dataset.json: record 1 has no filename",
      'record 2 ("a.tif") has split "trian", expected train',
      "and 1 more",
    ]) {
      assert.ok(error.message.includes(part), error.message);
    }
    return true;
  });
});

test("blank sentences, uneven numbers of sentences and an image in two splits are warned of, and stay", async () => {
  const five = (text: string) => [1, 2, 3, 4, 5].map((i) => ({ raw: `${text} ${i}` }));
  write("dataset.json", {
    images: [
      { filename: "a.tif", split: "train", sentences: five("a") },
      { filename: "b.tif", split: "train", sentences: [{ raw: "  " }, ...five("b").slice(1)] },
      { filename: "c.tif", split: "train", sentences: five("c").slice(1) },
      { filename: "a.tif", split: "test", sentences: five("z") },
    ],
  });
  const { records, warnings } = await loadDataset(folder);
  assert.equal(records[1]!.captions[0], "  ");
  assert.deepEqual(
    warnings.map(({ filename, reason }) => `${filename} ${reason}`),
    [
      "b.tif has a blank sentence (1 of 5)",
      "c.tif has 4 sentences, most images have 5",
      "a.tif is in the splits train and test",
    ],
  );
});

test("images that are missing are reported for every record, or once when their folder is", async () => {
  write("train_caps.txt", "a\nb\n");
  write("train_filename.txt", "a.tif\nb.tif\n");
  const without = await inspectDataset(folder, { checkImages: true });
  assert.equal(without.problems.length, 1);
  mkdirSync(join(folder, "images"));
  write("images/a.tif", "");
  const { problems } = await inspectDataset(folder, { checkImages: true });
  assert.deepEqual(
    problems.map(({ filename, record }) => [filename, record]),
    [["b.tif", 2]],
  );
});

test("a byte of another encoding is found wherever in a large table it stands", async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `image_${i}.tif,a caption of some words\n`).join("");
  const file = write("large.csv", Buffer.from(`filename,caption\n${rows}x.tif,caf\xe9\n`, "latin1"));
  await assert.rejects(loadDataset(file), /UTF-8, found byte 0xe9 in line 20002/);
});

test("JSON that is cut off, a row with a comma too many and a wrong encoding are refused with their place", async () => {
  await assert.rejects(
    loadDataset(write("a.json", '{"images": [{"filename": "a.tif",\n "sent')),
    /a\.json: expected JSON, .* ends in line 2 .* cut off/,
  );
  await assert.rejects(
    loadDataset(write("a.csv", "filename,caption\na.tif,fine\nb.tif,red, big\n")),
    /line 3 \("b\.tif"\) expected 2 columns .* found 3/,
  );
  await assert.rejects(
    loadDataset(write("b.csv", Buffer.from("filename,caption\na.tif,fine\nb.tif,caf\xe9\n", "latin1"))),
    /UTF-8, found byte 0xe9 in line 3/,
  );
  write("train_filename.txt", "a.tif\n");
  await assert.rejects(loadDataset(write("train_caps.txt", Buffer.from("\xff\xfea", "latin1"))), /UTF-16LE/);
});

test("UTF-16 with a byte order mark reads as UTF-8 does", async () => {
  const text = "\ufefffilename,caption\na.tif,Ein Café – groß\n";
  const file = write("utf16.csv", Buffer.from(text, "utf16le"));
  assert.deepEqual((await loadDataset(file)).records[0]!.captions, ["Ein Café – groß"]);
});

test("any data set comes back the same from every form it is written in", async () => {
  const name = fc.stringMatching(/^[a-z]{1,6}_[0-9]{1,3}\.tif$/);
  const caption = fc
    .oneof(fc.stringMatching(/^[A-Za-z,"';. é]{1,30}$/), fc.constant(""))
    .filter((text) => !/^\s+$/.test(text));
  const record = fc.record({
    filename: name,
    captions: fc.array(caption, { minLength: 1, maxLength: 4 }),
    keywords: fc.array(fc.stringMatching(/^-?[a-z]{2,8}( [a-z]{2,8})?$/), { maxLength: 3 }),
    split: fc.constantFrom("train" as const, "val" as const, "test" as const),
  });
  const records = fc.uniqueArray(record, {
    selector: ({ filename }) => filename,
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(records, fc.constantFrom(...writtenFormats), async (drawn, format) => {
      const ordered = drawn.toSorted(
        (a, b) => "train val test".indexOf(a.split) - "train val test".indexOf(b.split),
      );
      const sceneClass = (filename: string) => filename.replace(/_\d+\.tif$/, "");
      const dataset = new Dataset(
        "drawn",
        ordered.map((one) => ({ ...one, path: "", sceneClass: sceneClass(one.filename) })),
      );
      const out = join(home, `round-${count++}`);
      const files = await convertDataset(dataset, format, out);
      const read =
        format === "coco"
          ? await Promise.all(files.map((file) => loadDataset(file)))
          : [await loadDataset(out)];
      const kept =
        format === "json" || format === "csv"
          ? shape(dataset)
          : shape(dataset).map((one) => ({ ...one, keywords: [] }));
      const trimmed =
        format === "coco"
          ? kept.map((one) => ({ ...one, captions: one.captions.map((text) => text.trim()) }))
          : kept;
      assert.deepEqual(read.flatMap(shape), trimmed);
    }),
    { numRuns: 60 },
  );
});

test("RSITMD's twenty blank training captions are told, each with its image", {
  skip: shared("data/rsitmd_precomp").missing,
}, async () => {
  const { warnings } = await loadDataset(shared("data/rsitmd_precomp").path);
  const blanks = warnings.filter(({ reason }) => reason.includes("blank"));
  assert.equal(blanks.length, 20);
  assert.ok(blanks.every(({ filename }) => filename?.endsWith(".tif")));
});

test("a caption file of a million lines (45 MB) loads with a heap of 384 MB", async () => {
  const lines = Array.from({ length: 1_000_000 }, (_, i) => `a caption with some words about scene ${i}\n`);
  write("train_caps.txt", lines.join(""));
  write("train_filename.txt", Array.from({ length: 200_000 }, (_, i) => `scene_${i}.tif\n`).join(""));
  const script = `
    import { loadDataset } from "${root}src/lib/data/loadDataset.ts";
    const { records } = await loadDataset(${JSON.stringify(folder)});
    console.log(records.length, records.at(-1).captions.at(-1));
  `;
  const loader = ["--import", `${root}test/support/register.mjs`, "--max-old-space-size=384"];
  const { stdout, stderr } = await run(process.execPath, [...loader, "--input-type=module", "-e", script]);
  assert.equal(stdout.trim(), "200000 a caption with some words about scene 999999", stderr);
});
