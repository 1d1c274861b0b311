// `amfmn evaluate`: recall in both directions on a split of a data set, by one checkpoint or as the mean of several.
import {
  requireDistinctFiles,
  requireSourcesKept,
  requireWritableFile,
} from "../../../lib/base/files/output.js";
import { writeNpy } from "../../../lib/checkpoint/index.js";
import { loadDataset, OptionError, ready, Vocabulary } from "../../../lib/index.js";
import { parseColumns } from "../../columnsOption.js";
import { defineCommand } from "../../command.js";
import { localFlag } from "../../localOption.js";
import { rerankFlags } from "../../rerankOptions.js";
import { parseSplit } from "../../split.js";
import { warnOfData } from "../../warnings.js";
import { evaluateFlags, evaluateRules } from "./flags.js";
import { meanOfFolds, recallsOf } from "./folds.js";
import { Measurement } from "./measurement.js";

export const evaluateCommand = defineCommand({
  name: "evaluate",
  summary: "measure retrieval in both directions on a split of a data set",
  usage:
    "--checkpoint FILE | --folds FILE… --data DIR [--images DIR] [--split test] [--vocab FILE] [--local FILE | --detector FILE] [--similarity FILE] [--rerank]",
  example: "amfmn evaluate --checkpoint runs/best.safetensors --data scenes --split test --json",
  options: evaluateFlags,
  rules: evaluateRules,
  async run(flags, output) {
    const { checkpoint, folds, data, images, columns, split, vocab, similarity: matrixFile, engine } = flags;
    const part = parseSplit("evaluate", split);
    if (checkpoint === undefined && folds === undefined) {
      throw new OptionError(
        "amfmn evaluate: expected --checkpoint FILE, or --folds FILE… for the mean of several, found none; see amfmn evaluate --help.",
      );
    }
    const results = {
      ...{ "--similarity": matrixFile, "--rerank-i2t": flags["rerank-i2t"] },
      "--rerank-t2i": flags["rerank-t2i"],
    };
    for (const file of Object.values(results)) if (file !== undefined) requireWritableFile(file);
    requireDistinctFiles({
      ...{ "--checkpoint": checkpoint, "--vocab": vocab, "--local": localFlag(flags) },
      ...results,
    });
    const rerank = flags.rerank ? rerankFlags(flags, output) : undefined;
    const dataset = await loadDataset(data, { images, columns: parseColumns(columns) });
    requireSourcesKept(Object.values(results), [...dataset.files, ...dataset.paths]);
    const warnings = warnOfData(dataset.split(part), data, output);
    const vocabulary = vocab === undefined ? undefined : Vocabulary.read(vocab);
    await ready({ engine });
    const measurement = new Measurement(dataset, part, { ...flags, vocabulary, rerank }, output);
    const about = { dataset: dataset.name, split: part };
    if (folds) {
      const mean = await meanOfFolds(folds, measurement, output);
      output.json({ ...about, ...mean, warnings: [...warnings, ...measurement.warnings] });
      return;
    }
    const result = await measurement.of(checkpoint!);
    measurement.print(result);
    const { imageToText, textToImage, mR, seconds, peakMemoryMB, ties, similarity, reranked } = result;
    output.json({
      ...{ ...about, images: result.images, captions: result.captions },
      ...{ imageToText, textToImage, mR, ties, seconds, peakMemoryMB },
      ...(reranked && { rerank: recallsOf(reranked) }),
      warnings: [...warnings, ...measurement.warnings],
    });
    for (const [file, values] of [
      [matrixFile, similarity],
      [flags["rerank-i2t"], reranked?.scores.imageToText],
      [flags["rerank-t2i"], reranked?.scores.textToImage],
    ] as const)
      if (file !== undefined && values)
        await writeNpy(file, { shape: [result.images, result.captions], values });
  },
});
