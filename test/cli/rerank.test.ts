// `amfmn rerank`, and the rerank of `amfmn evaluate` and `amfmn search`.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Random } from "../../src/lib/base/random.js";
import { readNpy, writeNpy } from "../../src/lib/checkpoint/index.js";
import { synthesize } from "../../src/lib/data/index.js";
import { recallMetrics, rerankedRecalls } from "../../src/lib/evaluation/index.js";
import { rerank, rerankOrders } from "../../src/lib/retrieval/index.js";
import { amfmn, noCommand } from "../support/command.js";

const folder = mkdtempSync(join(tmpdir(), "amfmn-rerank-"));
const at = (name: string) => join(folder, name);
after(() => rmSync(folder, { recursive: true }));

describe("amfmn rerank", { skip: noCommand }, () => {
  const random = new Random(4);
  const shape = [12, 60] as const;
  const values = Float32Array.from({ length: 720 }, () => random.between(0, 1));
  before(() => writeNpy(at("sims.npy"), { shape, values }));

  test("writes the scores of both directions in the promised form", async () => {
    const { code, stdout, stderr } = await amfmn(
      ...["rerank", at("sims.npy"), "--out-i2t", at("a.npy"), "--out-t2i", at("b.npy"), "--json"],
    );
    assert.equal(code, 0, stderr);
    const { images, texts } = JSON.parse(stdout);
    assert.deepEqual([images, texts], shape);
    const { imageToText, textToImage } = rerank({ shape, values });
    assert.deepEqual(await readNpy(at("a.npy")), { shape: [...shape], values: imageToText });
    assert.deepEqual(await readNpy(at("b.npy")), { shape: [...shape], values: textToImage });
  });

  test("keeps float64, as numpy.save writes it", async () => {
    const near = Float64Array.from(values, (score) => 0.5 + score * 1e-9);
    const head = "{'descr': '<f8', 'fortran_order': False, 'shape': (12, 60), }".padEnd(117);
    const bytes = [Buffer.from(`\x93NUMPY\x01\x00v\x00${head}\n`, "latin1"), Buffer.from(near.buffer)];
    writeFileSync(at("double.npy"), Buffer.concat(bytes));
    const { code, stderr } = await amfmn("rerank", at("double.npy"), "--out-i2t", at("e.npy"));
    assert.equal(code, 0, stderr);
    const { imageToText } = rerank({ shape, values: near });
    assert.deepEqual((await readNpy(at("e.npy"))).values, imageToText);
  });

  test("passes weights, K and the paper's term on, and computes recalls", async () => {
    const flags = ["--k", "11", "--w1", "1", "--w2=-0.5", "--paper", "--within", "4", "--sums", "absolute"];
    const { code, stdout, stderr } = await amfmn(
      ...[
        "rerank",
        at("sims.npy"),
        "--out-i2t",
        at("c.npy"),
        ...flags,
        "--captions-per-image",
        "5",
        "--json",
      ],
    );
    assert.equal(code, 0, stderr);
    const options = { k: 11, w1: 1, w2: -0.5, variant: "paper", within: 4, sums: "absolute" } as const;
    const expected = rerank({ shape, values }, options);
    assert.deepEqual((await readNpy(at("c.npy"))).values, expected.imageToText);
    const owners = Array.from({ length: 60 }, (_, text) => Math.floor(text / 5));
    const { before: first, after: second } = JSON.parse(stdout);
    assert.deepEqual(second, rerankedRecalls(expected, owners));
    assert.equal(first.mR, recallMetrics(values, 12, owners).mR);
  });

  test("writes orders with --order: texts along rows, images down columns", async () => {
    const { code, stderr } = await amfmn(
      ...[
        "rerank",
        at("sims.npy"),
        "--order",
        "--k",
        "10",
        "--out-i2t",
        at("o.npy"),
        "--out-t2i",
        at("p.npy"),
      ],
    );
    assert.equal(code, 0, stderr);
    const int32 = (file: string) => {
      const bytes = readFileSync(file);
      assert.match(bytes.toString("latin1"), /'<i4'.*\(12, 60\)/);
      return new Int32Array(new Uint8Array(bytes.subarray(-4 * 720)).buffer);
    };
    const { imageToText, textToImage } = rerankOrders({ shape, values }, { k: 10 });
    assert.deepEqual(int32(at("o.npy")), imageToText);
    const columns = int32(at("p.npy"));
    for (let text = 0; text < 60; text++)
      for (let place = 0; place < 12; place++)
        assert.equal(columns[place * 60 + text], textToImage[text * 12 + place]);
  });

  test("raises K to ten with a note, as the authors' script does", async () => {
    const { code, stderr } = await amfmn("rerank", at("sims.npy"), "--k", "3", "--out-i2t", at("d.npy"));
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^note: --k 3 is raised to 10/);
    assert.deepEqual((await readNpy(at("d.npy"))).values, rerank({ shape, values }, { k: 10 }).imageToText);
  });

  test("ends with one sentence and status 2 for bad input", async () => {
    await writeNpy(at("line.npy"), { shape: [3], values: Float32Array.of(1, 2, 3) });
    await writeNpy(at("nan.npy"), { shape: [1, 2], values: Float32Array.of(1, Number.NaN) });
    writeFileSync(at("text.npy"), "0.5 0.6");
    const out = ["--out-i2t", at("x.npy")];
    const cases: readonly [string[], RegExp][] = [
      [[at("sims.npy")], /expected --out-i2t, --out-t2i or --captions-per-image, found none/],
      [[at("line.npy"), ...out], /line\.npy: expected the shape \[images, texts\] .*found \[3\]/],
      [[at("nan.npy"), ...out], /nan\.npy: .*found NaN between image 0 and text 1.*--on-non-finite exclude/],
      [
        [at("text.npy"), ...out],
        /text\.npy: expected a \.npy file of float32 or float64, found another format/,
      ],
      [[at("missing.npy"), ...out], /missing\.npy: .*ENOENT/],
      [[at("sims.npy"), ...out, "--k", "0"], /at least 1 after --k, found "0"/],
      [[at("sims.npy"), ...out, "--order", "--w1", "1"], /--order: expected it without --w1/],
      [[at("sims.npy"), ...out, "--within", "3"], /--within: expected it with --paper/],
      [[at("sims.npy"), ...out, "--sums", "mean"], /--sums: expected one of signed, absolute, found "mean"/],
      [[at("sims.npy"), ...out, "--captions-per-image", "4"], /expected 12 × 4 columns, found 60/],
      [[at("sims.npy"), "--out-i2t", at("sims.npy")], /--out-i2t: expected another file than SCORES\.npy/],
    ];
    for (const [args, message] of cases) {
      const { code, stdout, stderr } = await amfmn("rerank", ...args);
      assert.equal(code, 2, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, message);
      assert.equal(stderr.trim().split("\n").length, 1, stderr);
    }
  });
});

describe("the rerank of other commands", { skip: noCommand }, () => {
  const data = at("scenes");
  const checkpoint = "models/scenes.safetensors";
  before(() => synthesize({ out: data, images: 24, seed: 3, fractions: { train: 0.25, val: 0.25 } }));

  test("evaluate adds the recalls after it, and writes the three matrices", async () => {
    const files = ["--similarity", at("s.npy"), "--rerank-i2t", at("i.npy"), "--rerank-t2i", at("t.npy")];
    const { code, stdout, stderr } = await amfmn(
      ...["evaluate", "--checkpoint", checkpoint, "--data", data, "--engine", "wasm", "--json"],
      ...["--rerank", "--k", "12", "--w1", "0.5", ...files],
    );
    assert.equal(code, 0, stderr);
    const { rerank: found, mR, images } = JSON.parse(stdout);
    const matrix = await readNpy(at("s.npy"));
    const expected = rerank(matrix, { k: 12, w1: 0.5 });
    assert.deepEqual((await readNpy(at("i.npy"))).values, expected.imageToText);
    assert.deepEqual((await readNpy(at("t.npy"))).values, expected.textToImage);
    const owners = Array.from({ length: matrix.shape[1]! }, (_, text) => Math.floor(text / 5));
    assert.deepEqual(found, rerankedRecalls(expected, owners));
    assert.equal(mR, recallMetrics(matrix.values, images, owners).mR);
  });

  test("evaluate --folds averages the recalls after it", async () => {
    const { code, stdout, stderr } = await amfmn(
      ...["evaluate", "--folds", checkpoint, checkpoint, "--data", data, "--engine", "wasm", "--json"],
      "--rerank",
    );
    assert.equal(code, 0, stderr);
    const { rerank: found, folds } = JSON.parse(stdout);
    assert.deepEqual(found, folds[0].rerank);
    assert.ok(found.mR > 0);
  });

  test("search reorders the first images and says where they were", async () => {
    const { code, stdout, stderr } = await amfmn(
      ...["search", "--images", join(data, "images"), "--text", "white boats in a port", "--engine", "wasm"],
      ...["--rerank", "--data", data, "--top", "5", "--json"],
    );
    assert.equal(code, 0, stderr);
    const results = JSON.parse(stdout) as { reranked: { before: number; after: number; newScore: number } }[];
    assert.deepEqual(
      results.map(({ reranked }) => reranked.after),
      [1, 2, 3, 4, 5],
    );
    for (let i = 1; i < 5; i++) assert.ok(results[i - 1]!.reranked.newScore >= results[i]!.reranked.newScore);
  });

  test("their options need --rerank, and --rerank of search needs captions", async () => {
    const evaluated = ["evaluate", "--checkpoint", checkpoint, "--data", data];
    const searched = ["search", "--images", join(data, "images"), "--text", "a port"];
    for (const [args, message] of [
      [[...evaluated, "--k", "20"], /--k: expected it with --rerank/],
      [[...searched, "--rerank"], /--rerank: expected it with --data/],
    ] as const) {
      const { code, stderr } = await amfmn(...args);
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
  });
});
