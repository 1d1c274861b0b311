// Evaluates checkpoints on one split of a data set.
import { type EvaluateOptions, type Evaluation, evaluate } from "../../../lib/evaluation/index.js";
import { type Dataset, loadModel, type Split, type Vocabulary } from "../../../lib/index.js";
import { type LocalSource, openLocal } from "../../../lib/models/index.js";
import type { RerankOptions } from "../../../lib/retrieval/index.js";
import type { Output } from "../../command.js";
import { decodeFlags, noteDifference, noteSkipped } from "../../imageOptions.js";
import { localFlag } from "../../localOption.js";
import { parseModelOptions } from "../../modelOption.js";
import { recallTable } from "../../recallTable.js";
import { warnOfWords } from "../../warnings.js";
import type { EvaluateFlags } from "./flags.js";

/** The flags that decide a measurement. */
type MeasurementFlags = Pick<
  EvaluateFlags,
  "bands" | "stretch" | "local" | "detector" | "on-bad-image" | "model-option"
> & {
  readonly vocabulary: Vocabulary | undefined;
  readonly rerank: RerankOptions | undefined;
};

/** Measures checkpoints, with lines for people about each. */
export class Measurement {
  /** Warnings about the words of all checkpoints so far. */
  readonly warnings: string[] = [];
  /** The file of --local is read once. */
  private local: string | LocalSource | undefined;

  constructor(
    private readonly dataset: Dataset,
    private readonly split: Split,
    private readonly flags: MeasurementFlags,
    private readonly output: Output,
  ) {
    this.local = localFlag(flags);
  }

  /** Evaluates a checkpoint. */
  async of(checkpoint: string): Promise<Evaluation> {
    const { dataset, split, output, flags } = this;
    const { records, captions } = dataset.split(split);
    const asked = decodeFlags(flags);
    const onNote = (note: string) => output.print(`note: ${note}`);
    const model = await loadModel(checkpoint, {
      vocabulary: flags.vocabulary,
      options: parseModelOptions(flags["model-option"]),
      onNote,
    });
    try {
      if (this.local !== undefined) this.local = await openLocal(model, this.local);
      noteDifference(asked, model.decoding, output);
      const ofWords = warnOfWords(model, captions, split, output);
      this.warnings.push(...ofWords.filter((line) => !this.warnings.includes(line)));
      return await evaluate(model, dataset, {
        ...asked,
        split,
        local: this.local,
        rerank: flags.rerank,
        onBadImage: flags["on-bad-image"] as EvaluateOptions["onBadImage"],
        onSkip: (skipped) => noteSkipped(skipped, records.length, output),
        onProgress: (done, total) => output.progress(`${done} of ${total} encoded`),
      });
    } finally {
      model.dispose();
    }
  }

  /** Prints the metrics for people. */
  print(result: Evaluation): void {
    const { mR, images, captions, seconds, peakMemoryMB, ties, reranked } = result;
    this.output.print(recallTable(result, reranked));
    this.output.print(
      `mR ${mR.toFixed(2)}${reranked ? `, reranked ${reranked.mR.toFixed(2)}` : ""} · ${images} images, ${captions} captions of ${this.dataset.name}'s ${this.split} split · ${seconds.toFixed(1)} s · ${peakMemoryMB} MB at most`,
    );
    if (ties.imageToText + ties.textToImage > 0) {
      this.output.print(
        `${ties.imageToText} images and ${ties.textToImage} captions have a wrong answer that scores exactly as the right one; of equals, the later in the data set ranks first.`,
      );
    }
  }
}
