// `amfmn text-similarity`: computes the image-by-caption matrix of the paper's Figure 7, as numbers, picture and .npy.
import { extname } from "node:path";
import {
  requireDistinctFiles,
  requireSourcesKept,
  requireWritableFile,
} from "../../lib/base/files/output.js";
import { writeFileAtomic } from "../../lib/base/writeFileAtomic.js";
import { writeNpy } from "../../lib/checkpoint/index.js";
import { type Dataset, loadDataset, OptionError, type Split } from "../../lib/index.js";
import { type NamedSimilarity, similarityPng } from "../../lib/reports/index.js";
import { type SimilarityMeasure, type TextSimilarity, textSimilarity } from "../../lib/similarity/index.js";
import { type SmoothingMethod, WordNet } from "../../lib/text/index.js";
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
    wordnet: {
      type: "string",
      placeholder: "DIR",
      help: "folder with index.noun, data.noun … for METEOR (default: WNSEARCHDIR, NLTK_DATA, else WordNet 3.1)",
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
  rules: [
    { option: "order", of: "measure", values: ["bleu", "both"], otherwise: "both" },
    { option: "smoothing", of: "measure", values: ["bleu", "both"], otherwise: "both" },
    { option: "bleu-share", of: "measure", values: ["both"], otherwise: "both" },
    { option: "wordnet", of: "measure", values: ["meteor", "both"], otherwise: "both" },
  ],
  async run(options, output, paths) {
    const split = parseSplit("text-similarity", options.split);
    const datasets: Dataset[] = [];
    for (const path of paths) datasets.push(await loadDataset(path));
    const matrices = matrixFiles(options.matrix, datasets);
    const results = [options.out, ...matrices.values()];
    for (const data of datasets) requireSourcesKept(results, [...data.files, ...data.paths]);
    for (const file of results) if (file !== undefined) requireWritableFile(file);
    requireDistinctFiles({ "--matrix": options.matrix, "--out": options.out });
    const wordNet = options.wordnet === undefined ? WordNet.standard() : WordNet.open(options.wordnet);
    const all: NamedSimilarity[] = [];
    const reports = [];
    for (const [i, dataset] of datasets.entries()) {
      const path = paths[i]!;
      const similarity = await textSimilarity(captionsOf(dataset, split, path), {
        measure: options.measure as SimilarityMeasure | undefined,
        bleuShare: options["bleu-share"],
        meteor: { wordNet },
        bleu: { order: options.order, smoothing: options.smoothing as SmoothingMethod | undefined },
        threads: options.threads,
        onProgress: (done, total) => output.progress(`${dataset.name}: ${done} of ${total} images`),
      });
      all.push({ name: dataset.name, similarity });
      reports.push({
        ...report(similarity),
        ...(usesMeteor(options.measure) && { wordNet: wordNet.version }),
      });
      output.print(`${dataset.name}: ${describe(similarity)}`);
    }
    if (usesMeteor(options.measure)) output.print(`Synonyms of METEOR: ${wordNet}`);
    output.json(
      reports.length === 1 ? reports[0] : reports.map((one, i) => ({ name: all[i]!.name, ...one })),
    );
    for (const { name, similarity } of all) {
      const file = matrices.get(name);
      const shape = [similarity.rows, similarity.columns];
      if (file !== undefined) await writeNpy(file, { shape, values: similarity.scores });
    }
    if (options.out) await writeFileAtomic(options.out, await similarityPng(all));
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

const usesMeteor = (measure = "both") => measure === "meteor" || measure === "both";

/** Returns the file of each data set's matrix by the data set's name. */
function matrixFiles(file: string | undefined, datasets: readonly Dataset[]): Map<string, string> {
  if (file === undefined) return new Map();
  const extension = extname(file) || ".npy";
  const stem = file.slice(0, file.length - extname(file).length);
  const names = datasets.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new OptionError(
      `amfmn text-similarity --matrix: expected data sets of different names, found ${twice} twice; compute them one after another.`,
    );
  }
  return new Map(names.map((name) => [name, `${stem}${names.length > 1 ? `-${name}` : ""}${extension}`]));
}
