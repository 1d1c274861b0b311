// `amfmn text-similarity`: computes the image-by-caption matrix of the paper's Figure 7, as numbers, picture and .npy.
import { writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { writeNpy } from "../../lib/checkpoint/index.js";
import { type Dataset, loadDataset, OptionError, type Split } from "../../lib/index.js";
import { type NamedSimilarity, similarityPng } from "../../lib/reports/index.js";
import { type SimilarityMeasure, type TextSimilarity, textSimilarity } from "../../lib/similarity/index.js";
import type { SmoothingMethod } from "../../lib/text/index.js";
import { defineCommand } from "../command.js";
import { parseSplit } from "../split.js";

export const textSimilarityCommand = defineCommand({
  name: "text-similarity",
  summary: "compare every caption with every image: the matrix of the paper's Figure 7",
  usage: "PATH… [--split test] [--measure both] [--out FIGURE.png] [--matrix MATRIX.npy]",
  example: "amfmn text-similarity data/rsitmd --split test --measure both --out figure7.png --matrix m.npy",
  operands: ["PATH…"],
  options: {
    split: { type: "string", placeholder: "NAME", help: "train, val or test (default test)" },
    measure: { type: "string", placeholder: "NAME", help: "bleu, meteor, both or released (default both)" },
    order: { type: "integer", placeholder: "N", least: 1, help: "the longest n-gram of BLEU (default 4)" },
    smoothing: { type: "string", placeholder: "NAME", help: "NLTK's method0 … method7 (default method0)" },
    "bleu-share": {
      type: "number",
      placeholder: "W",
      least: 0,
      help: "weight of BLEU in both, from 0 to 1 (default 0.5)",
    },
    threads: {
      type: "integer",
      placeholder: "N",
      least: 1,
      help: "number of threads (default: one per core)",
    },
    out: { type: "string", placeholder: "FILE", help: "write the figure to this PNG, one panel a data set" },
    matrix: {
      type: "string",
      placeholder: "FILE",
      help: "write the matrix to this .npy, with the name added for several data sets",
    },
  },
  async run(options, output, paths) {
    const split = parseSplit("text-similarity", options.split);
    const all: NamedSimilarity[] = [];
    const reports = [];
    for (const path of paths) {
      const dataset = await loadDataset(path);
      const similarity = await textSimilarity(captionsOf(dataset, split, path), {
        measure: options.measure as SimilarityMeasure | undefined,
        bleuShare: options["bleu-share"],
        bleu: { order: options.order, smoothing: options.smoothing as SmoothingMethod | undefined },
        threads: options.threads,
        onProgress: (done, total) => output.progress(`${dataset.name}: ${done} of ${total} images`),
      });
      all.push({ name: dataset.name, similarity });
      reports.push(report(similarity));
      output.print(`${dataset.name}: ${describe(similarity)}`);
      if (options.matrix) await writeMatrix(options.matrix, paths.length > 1 ? dataset.name : "", similarity);
    }
    if (options.out) await writeFile(options.out, await similarityPng(all));
    output.json(
      reports.length === 1 ? reports[0] : reports.map((one, i) => ({ name: all[i]!.name, ...one })),
    );
  },
});

function captionsOf(dataset: Dataset, split: Split, path: string): (readonly string[])[] {
  const { name, records } = dataset;
  const chosen = dataset.split(split).records;
  if (chosen.length > 0) return chosen.map((record) => record.captions);
  const there = [...new Set(records.map((record) => record.split))].join(" and ") || "none";
  throw new OptionError(
    `amfmn text-similarity --split: expected images of the split ${split} in ${name} (${path}), found only ${there}; choose another split.`,
  );
}

function report({ rows, columns, mean, ownImageMean, seconds }: TextSimilarity) {
  return { rows, columns, mean, ownImageMean, seconds };
}

function describe({ rows, columns, mean, ownImageMean, seconds }: TextSimilarity): string {
  const means = `mean ${mean.toFixed(4)}, with the own image ${ownImageMean.toFixed(4)}`;
  return `${rows} images × ${columns} captions, ${means}, ${seconds.toFixed(1)} s`;
}

async function writeMatrix(file: string, name: string, similarity: TextSimilarity): Promise<void> {
  const extension = extname(file) || ".npy";
  const stem = file.slice(0, file.length - extname(file).length);
  const shape = [similarity.rows, similarity.columns];
  await writeNpy(`${stem}${name && `-${name}`}${extension}`, { shape, values: similarity.scores });
}
