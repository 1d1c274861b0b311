// Trains a model: epochs of steps, measured on the validation split, with files that a run can be resumed from.

import { DataError, OptionError } from "../base/errors.js";
import { checkOptionRules } from "../base/optionRules.js";
import { Dataset, type ImageRecord } from "../data/dataset.js";
import { usableImages } from "../data/images/badImages.js";
import { joinDecodeOptions } from "../data/images/decodeOptions.js";
import { cutTexts, requireKnownTexts } from "../evaluation/unknownWords.js";
import { hasScale } from "../models/contract/capabilities.js";
import { requireLiveModel } from "../models/contract/liveModel.js";
import type { LocalSource } from "../models/contract/localInputs.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import { openLocal } from "../models/localInputs.js";
import { type TrainingOptionName, trainingRules } from "./config/rules.js";
import { BatchLoader } from "./loading/batches.js";
import { trainingSimilarity } from "./marginSimilarity.js";
import { Adam } from "./optimization/adam.js";
import type { DynamicMargin } from "./optimization/trainStep.js";
import { completeOptions, type EpochReport, type FitOptions, type Run, type StepValue } from "./options.js";
import { fingerprintOf, orderedLike } from "./run/fingerprint.js";
import { clearRun, openRunFolder, runFiles } from "./run/runFolder.js";
import { newProgress, readRunState, restoreRunState } from "./run/runState.js";
import { Training } from "./run/training.js";
import { limitTraining } from "./trainedWeights.js";

/**
 * Trains a model until its last epoch, until the signal is aborted, or until patience ends. The model's recipe decides the
 * options that are left out.
 *
 * @example
 * const history = await fit(model, dataset, { epochs: 1, onStep: ({ loss }) => console.log(loss) });
 * console.log(history.at(-1)!.loss);
 *
 * @returns one report for each finished epoch, including those before a resumption
 * @throws {OptionError} when an option is outside of its range, contradicts another, or the model knows none of the words
 * @throws {DataError} when fewer than two images can be trained on, or an image cannot be decoded in its
 *   middle
 * @throws {BadImagesError} before the first step, with all images that cannot be decoded
 * @throws {FileError} when `out` cannot be written, another run writes into it, or it holds a run that would be overwritten
 * @throws {LoaderError} when a worker thread dies three times
 * @throws {CheckpointError} when `resume` finds the state of another run, or a broken one
 * @throws {DivergenceError} when loss, gradient or a weight is not a finite number; it names the step and the batch's images
 */
export async function fit(
  model: RetrievalModel,
  dataset: Dataset,
  options: FitOptions = {},
): Promise<EpochReport[]> {
  const { loss, schedule } = { ...model.recipe, ...options };
  checkOptionRules<TrainingOptionName>(trainingRules, { ...options, loss, schedule });
  if (options.temperature !== undefined && hasScale(model))
    throw new OptionError(
      `temperature: expected none, as the ${model.options.network} network learns its own, found ${options.temperature}; leave temperature out.`,
    );
  const complete = completeOptions({ ...model.recipe, ...options });
  const decoding = joinDecodeOptions(complete, dataset.records[0]?.decoding, model.decoding);
  const run = { ...complete, ...decoding };
  requireLiveModel(model);
  const local = await openLocal(model, run.local);
  refuseUselessData(model, dataset, run.validateEvery > 0);
  const close = run.out === undefined ? () => {} : openRunFolder(run.out, run);
  try {
    const release = limitTraining(model, run);
    try {
      return await fitInFolder(model, dataset, run, local);
    } finally {
      release();
    }
  } finally {
    close();
  }
}

/** @throws {DataError} for less than two images @throws {OptionError} when the model knows no word of the captions */
function refuseUselessData(model: RetrievalModel, dataset: Dataset, measures: boolean): void {
  const records = trainingRecords(dataset);
  if (records.length < 2) {
    throw new DataError(
      `${dataset.name}: expected at least two images with captions in its train split, found ${records.length}.`,
    );
  }
  const validation = measures ? dataset.split("val").records : [];
  for (const [name, part] of Object.entries({ training: records, validation })) {
    const texts = part.flatMap((record) => record.captions.map((caption) => model.queryOf(record, caption)));
    requireKnownTexts(model.tokenizer, texts, `${dataset.name}'s ${name} captions`);
  }
}

/** Says how many captions are longer than the model reads. */
function noteCutTexts(model: RetrievalModel, records: readonly ImageRecord[], { onNote }: Run): void {
  const texts = records.flatMap((record) => record.captions.map((caption) => model.queryOf(record, caption)));
  const cut = cutTexts(model.tokenizer, texts);
  if (cut > 0)
    onNote(
      `${cut} of ${texts.length} training captions are longer than the model reads, and their ends are left out`,
    );
}

function trainingRecords(dataset: Dataset): ImageRecord[] {
  return dataset.split("train").records.filter(({ captions }) => captions.length > 0);
}

async function fitInFolder(
  model: RetrievalModel,
  given: Dataset,
  run: Run,
  local: LocalSource | undefined,
): Promise<EpochReport[]> {
  const state = run.resume ? await readRunState(runFiles(run.out!).state) : undefined;
  if (run.resume && !state)
    run.onNote(`${run.out} has no state to resume, so the run starts at its beginning`);
  // The order of the images decides their batches.
  const dataset = state?.identity.data ? orderedLike(given, state.identity.data) : given;
  const usable = await withoutBadImages(dataset, run);
  const parts = { model, run, data: run.out === undefined ? [] : await fingerprintOf(dataset) };
  const adam = new Adam(model.parameters);
  let loader: BatchLoader | undefined;
  try {
    refuseUselessData(model, usable, run.validateEvery > 0);
    model.decoding = joinDecodeOptions(run);
    model.local = local;
    const progress = state ? restoreRunState(state, parts, adam, run) : newProgress();
    if (run.overwrite && run.out !== undefined) clearRun(run.out);
    const records = trainingRecords(usable);
    noteCutTexts(model, records, run);
    loader = new BatchLoader(records, model, run);
    if (loader.pairCount < run.batchSize) {
      run.onNote(
        `batchSize is ${run.batchSize}, and ${dataset.name} has only ${loader.pairCount} pairs to train on, so each step takes all of them`,
      );
    }
    const margin = await completeMargin(run, records);
    return await new Training(
      { ...parts, run: { ...run, margin } },
      usable,
      progress,
      loader,
      adam,
    ).toItsEnd();
  } finally {
    adam.dispose();
    await loader?.close();
  }
}

/** Looks at the images that the run reads. @throws {BadImagesError} with all that cannot be decoded */
async function withoutBadImages(dataset: Dataset, run: Run): Promise<Dataset> {
  const read = dataset.records.filter(
    ({ split, captions }) =>
      (split === "train" && captions.length > 0) || (split === "val" && run.validateEvery > 0),
  );
  const usable = new Set(await usableImages(dataset.name, read, run, joinDecodeOptions(run)));
  if (usable.size === read.length) return dataset;
  const lost = new Set(read.filter((record) => !usable.has(record)));
  const records = dataset.records.filter((record) => !lost.has(record));
  return new Dataset(dataset.name, records, dataset.warnings);
}

async function completeMargin(
  { margin, loss, signal }: Run,
  records: readonly ImageRecord[],
): Promise<StepValue | DynamicMargin> {
  if (loss !== "hinge") return 0;
  if (typeof margin !== "object") return margin;
  return { ...margin, similarity: margin.similarity ?? (await trainingSimilarity(records, signal)) };
}
