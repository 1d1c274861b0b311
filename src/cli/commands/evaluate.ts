// `amfmn evaluate`: recall in both directions on a split of a data set.

import {
  requireDistinctFiles,
  requireSourcesKept,
  requireWritableFile,
} from "../../lib/base/files/output.js";
import { writeNpy } from "../../lib/checkpoint/index.js";
import type { EvaluateOptions } from "../../lib/evaluation/index.js";
import { evaluate, loadDataset, loadModel, ready, Vocabulary } from "../../lib/index.js";
import { columnsOption, parseColumns } from "../columnsOption.js";
import { defineCommand } from "../command.js";
import { engineOption } from "../engineOption.js";
import { badImageOption, decodeFlags, decodeOptions, noteDifference, noteSkipped } from "../imageOptions.js";
import { recallTable } from "../recallTable.js";
import { parseSplit } from "../split.js";
import { vocabularyOption } from "../vocabularyOption.js";
import { warnOfData, warnOfWords } from "../warnings.js";

export const evaluateCommand = defineCommand({
  name: "evaluate",
  summary: "measure retrieval in both directions on a split of a data set",
  usage: "--checkpoint FILE --data DIR [--images DIR] [--split test] [--vocab FILE] [--similarity FILE]",
  example: "amfmn evaluate --checkpoint runs/best.safetensors --data scenes --split test --json",
  options: {
    checkpoint: {
      type: "string",
      placeholder: "FILE",
      required: true,
      help: "a checkpoint: what amfmn train left, or an authors' .pth.tar",
    },
    data: {
      type: "string",
      placeholder: "DIR",
      required: true,
      help: "the data set: dataset_RSITMD.json or *_caps.txt",
    },
    images: {
      type: "string",
      placeholder: "DIR",
      help: "where its images lie (default: images/ inside the data set)",
    },
    ...columnsOption,
    split: { type: "string", placeholder: "NAME", help: "train, val or test (default test)" },
    vocab: vocabularyOption,
    similarity: {
      type: "string",
      placeholder: "FILE",
      help: "write the scores to this .npy: float32, a row for each image, a column for each caption",
    },
    ...decodeOptions,
    ...badImageOption,
    ...engineOption,
  },
  async run(flags, output) {
    const { checkpoint, data, images, columns, split, vocab, similarity: matrixFile, engine } = flags;
    const asked = decodeFlags(flags);
    const part = parseSplit("evaluate", split);
    if (matrixFile !== undefined) requireWritableFile(matrixFile);
    requireDistinctFiles({ "--checkpoint": checkpoint, "--vocab": vocab, "--similarity": matrixFile });
    const dataset = await loadDataset(data, { images, columns: parseColumns(columns) });
    requireSourcesKept([matrixFile], [...dataset.files, ...dataset.paths]);
    const { captions } = dataset.split(part);
    const warnings = warnOfData(dataset.split(part), data, output);
    const vocabulary = vocab === undefined ? undefined : Vocabulary.read(vocab);
    await ready({ engine });
    const onNote = (note: string) => output.print(`note: ${note}`);
    const model = await loadModel(checkpoint, { vocabulary, onNote });
    noteDifference(asked, model.decoding, output);
    warnings.push(...warnOfWords(model, captions, part, output));
    const result = await evaluate(model, dataset, {
      ...asked,
      split: part,
      onBadImage: flags["on-bad-image"] as EvaluateOptions["onBadImage"],
      onSkip: (skipped) => noteSkipped(skipped, dataset.split(part).records.length, output),
      onProgress: (done, total) => output.progress(`${done} of ${total} encoded`),
    });
    const { imageToText, textToImage, mR, seconds, peakMemoryMB, ties, similarity } = result;
    output.print(recallTable(result));
    output.print(
      `mR ${mR.toFixed(2)} · ${result.images} images, ${result.captions} captions of ${dataset.name}'s ${part} split · ${seconds.toFixed(1)} s · ${peakMemoryMB} MB at most`,
    );
    if (ties.imageToText + ties.textToImage > 0) {
      output.print(
        `${ties.imageToText} images and ${ties.textToImage} captions have a wrong answer that scores exactly as the right one; of equals, the later in the data set ranks first.`,
      );
    }
    output.json({
      ...{ dataset: dataset.name, split: part, images: result.images, captions: result.captions },
      ...{ imageToText, textToImage, mR, ties, seconds, peakMemoryMB, warnings },
    });
    if (matrixFile !== undefined)
      await writeNpy(matrixFile, { shape: [result.images, result.captions], values: similarity });
  },
});
