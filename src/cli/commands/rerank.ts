// `amfmn rerank`: the multivariate rerank of a matrix of scores in a file. It needs no tensor engine, so it loads none.

import { OptionError } from "../../lib/base/errors.js";
import { requireDistinctFiles, requireWritableFile } from "../../lib/base/files/output.js";
import { readNpyExactly, writeNpy } from "../../lib/base/npy.js";
import { type RecallMetrics, recallMetrics } from "../../lib/evaluation/recall.js";
import { type RerankedRecalls, rerankedRecalls } from "../../lib/evaluation/rerankedRecalls.js";
import {
  type Reranked,
  type RerankMatrix,
  type RerankOptions,
  rerank,
  rerankOrders,
} from "../../lib/retrieval/rerank/index.js";
import { defineCommand } from "../command.js";
import { recallTable } from "../recallTable.js";
import { rerankFlags, rerankOptions } from "../rerankOptions.js";

const because = "the simple variant sorts by reverse rank alone and has no scores";

export const rerankCommand = defineCommand({
  name: "rerank",
  summary: "rerank a matrix of scores, a row for each image and a column for each text, in both directions",
  usage: "SCORES.npy [--out-i2t FILE] [--out-t2i FILE] [--k 30] [--w1 0.3] [--w2 1.1] [--order | --paper]",
  example: "amfmn rerank sims.npy --out-i2t a.npy --out-t2i b.npy --json",
  operands: ["SCORES.npy"],
  options: {
    "out-i2t": {
      type: "string",
      placeholder: "FILE",
      help: "write the new scores for images that search texts to this .npy: float32, a row for each image",
    },
    "out-t2i": {
      type: "string",
      placeholder: "FILE",
      help: "write the new scores for texts that search images to this .npy, also with a row for each image",
    },
    ...rerankOptions,
    order: {
      type: "boolean",
      help: "sort the first K by reverse rank alone, and write orders (int32): the texts of an image in its row, the images of a text in its column",
    },
    "captions-per-image": {
      type: "integer",
      placeholder: "N",
      least: 1,
      help: "also compute the recalls before and after, of images with N captions each, in the order of the columns",
    },
  },
  rules: [
    ...(["w1", "w2", "sums", "paper", "captions-per-image"] as const).map((excludes) => ({
      ...{ option: "order" as const, excludes, because },
    })),
    { option: "within", needs: "paper" },
  ],
  async run(flags, output, [file = ""]) {
    const { order = false, "out-i2t": outI2t, "out-t2i": outT2i, "captions-per-image": perImage } = flags;
    if (outI2t === undefined && outT2i === undefined && perImage === undefined)
      throw new OptionError(
        "amfmn rerank: expected --out-i2t, --out-t2i or --captions-per-image, found none of them; name a file for the result.",
      );
    requireDistinctFiles({ "SCORES.npy": file, "--out-i2t": outI2t, "--out-t2i": outT2i });
    for (const out of [outI2t, outT2i]) if (out !== undefined) requireWritableFile(out);
    const options = rerankFlags(flags, output);
    const matrix = { ...(await readNpyExactly(file)), name: file };
    const started = performance.now();
    const { shape, ...result } = order ? ordersOf(matrix, options) : rerank(matrix, options);
    const seconds = (performance.now() - started) / 1000;
    const [images, texts] = shape;
    const before = perImage === undefined ? undefined : recallsOf(matrix, perImage);
    const after = before && rerankedRecalls({ shape, ...(result as Omit<Reranked, "shape">) }, before.owners);
    if (outI2t !== undefined) await writeNpy(outI2t, { shape, values: result.imageToText });
    if (outT2i !== undefined) await writeNpy(outT2i, { shape, values: result.textToImage });
    if (before && after) {
      output.print(recallTable(before, after));
      output.print(`mR ${before.mR.toFixed(2)}, reranked ${after.mR.toFixed(2)}`);
    }
    output.print(`${images} images and ${texts} texts reranked in ${seconds.toFixed(3)} s`);
    const recalls = ({ imageToText, textToImage, mR }: RecallMetrics | RerankedRecalls) => ({
      imageToText,
      textToImage,
      mR,
    });
    output.json({
      ...{ images, texts, order, ...options, seconds },
      ...(before && after && { before: recalls(before), after: recalls(after) }),
    });
  },
});

/** Computes the orders of both directions, each with a row for each image. */
function ordersOf(matrix: RerankMatrix, { k, onNonFinite }: RerankOptions) {
  const { imageToText, textToImage } = rerankOrders(matrix, { k, onNonFinite });
  const [images = 0, texts = 0] = matrix.shape;
  const columns = textToImage.map((_, i) => textToImage[(i % texts) * images + Math.floor(i / texts)]!);
  return { shape: [images, texts] as const, imageToText, textToImage: columns };
}

/** Computes the recalls of the scores themselves. @throws {OptionError} when the columns are not N for each image */
function recallsOf({ name = "", shape, values }: RerankMatrix, perImage: number) {
  const [images = 0, texts = 0] = shape;
  if (images * perImage !== texts)
    throw new OptionError(
      `--captions-per-image: expected ${images} × ${perImage} columns, found ${texts} in ${name}; correct the number.`,
    );
  const owners = Array.from({ length: texts }, (_, text) => Math.floor(text / perImage));
  return { ...recallMetrics(values, images, owners), owners };
}
