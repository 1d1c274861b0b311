// The state of a run in one file: weights, running statistics, Adam's moments, progress and reports. Random numbers need
// no state, because each epoch and each step has a stream of its own, derived from its number and the run's seed.
import { existsSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { CheckpointError } from "../base/errors.js";
import { readTensors, writeTensors } from "../checkpoint/safetensors.js";
import { modelTensors } from "../models/checkpoint.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import type { Adam } from "./optimization/adam.js";
import type { EpochReport, Run, StepValue } from "./options.js";

const format = "amfmn-lab/run/1";
const [ofModel, ofAdam] = ["model/", "adam/"];

/** The progress of a run. */
export interface Progress {
  /** Number of finished epochs. */
  epoch: number;
  /** Number of finished steps in the current epoch. */
  stepOfEpoch: number;
  /** Number of finished steps of the run. */
  step: number;
  /** Sum of the losses of the current epoch's steps. */
  lossSum: number;
  /** The best score so far; undefined before the first measurement. */
  best?: number;
  /** Number of measurements since the best score. */
  sinceBest: number;
  history: EpochReport[];
}

/** Returns the progress of a new run. */
export function newProgress(): Progress {
  return { epoch: 0, stepOfEpoch: 0, step: 0, lossSum: 0, sinceBest: 0, history: [] };
}

/** Saves atomically. A killed run finds this state or the one before it, never a part. */
export async function saveRunState(
  file: string,
  model: RetrievalModel,
  adam: Adam,
  progress: Progress,
  run: Run,
): Promise<void> {
  const tensors = (await modelTensors(model)).map((tensor) => ({ ...tensor, name: ofModel + tensor.name }));
  const { step, moments } = await adam.memory();
  const metadata = {
    format,
    progress: JSON.stringify(progress),
    adamStep: String(step),
    run: JSON.stringify(decisive(run, model)),
  };
  await writeTensors(file, {
    tensors: [...tensors, ...moments.map((moment) => ({ ...moment, name: ofAdam + moment.name }))],
    metadata,
  });
}

/**
 * Restores a saved state into a model and its optimizer.
 *
 * @returns the progress of the run; undefined when there is no state yet
 * @throws {CheckpointError} when the file is of another run: another model, or options that change the result
 */
export async function restoreRunState(
  file: string,
  model: RetrievalModel,
  adam: Adam,
  run: Run,
): Promise<Progress | undefined> {
  if (!existsSync(file)) return undefined;
  const { tensors, metadata } = await readTensors(file);
  const refuse = (found: string): never => {
    throw new CheckpointError(
      `${file}: expected the state of this run, found ${found}; train into another folder.`,
    );
  };
  if (metadata.format !== format) refuse("a file of another kind");
  const before = JSON.parse(metadata.run!) as Record<string, unknown>;
  for (const [name, value] of Object.entries(decisive(run, model))) {
    const [was, is] = [JSON.stringify(before[name]), JSON.stringify(value)];
    if (was !== is) refuse(`one with ${name} ${was} instead of ${is}`);
  }
  const given = new Map(tensors.map(({ name, values }) => [name, values]));
  for (const [name, variable] of model.parameters.all()) {
    const values = given.get(ofModel + name);
    if (values?.length !== variable.size) refuse(`${name} missing or of another shape`);
    tf.tidy(() => variable.assign(tf.tensor(values!, variable.shape)));
  }
  const moments = tensors.filter(({ name }) => name.startsWith(ofAdam));
  adam.restore({
    step: Number(metadata.adamStep),
    moments: moments.map((moment) => ({ ...moment, name: moment.name.slice(ofAdam.length) })),
  });
  return JSON.parse(metadata.progress!) as Progress;
}

/** Returns the options that must be equal for a resumed run to give the same result. The number of epochs may grow. */
function decisive(run: Run, model: RetrievalModel): Record<string, unknown> {
  const {
    batchSize,
    learningRate,
    schedule,
    decay,
    decayEvery,
    maxViolation,
    pairs,
    augmentation,
    clipNorm,
    seed,
    bands,
    stretch,
  } = run;
  const margin =
    typeof run.margin === "object"
      ? { gamma: run.margin.gamma, beta: run.margin.beta }
      : comparable(run.margin);
  const epochs = schedule === "cosine" ? run.epochs : undefined; // The rate of `cosine` depends on the run's end.
  return {
    model: model.options,
    words: model.tokenizer.size,
    ...{
      batchSize,
      learningRate: comparable(learningRate),
      schedule,
      decay,
      decayEvery,
      margin,
      hardest: maxViolation,
      pairs,
      augmentation,
      clipNorm: comparable(clipNorm),
      seed,
      bands,
      stretch,
    },
    ...(epochs === undefined ? {} : { epochs }),
  };
}

/** Functions of the step cannot be compared, so all of them count as equal. */
function comparable(value: StepValue): number | string {
  return typeof value === "number" ? value : "a function of the step";
}
