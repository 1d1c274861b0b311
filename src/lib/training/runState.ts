// Everything that a run needs to go on as if it had never stopped, in one file that is written atomically: weights
// and running statistics, Adam's moments, how far it came, and what it has reported. Random numbers need no state
// of their own: each epoch and each step draws from a stream that its number and the run's seed name.
import { existsSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { CheckpointError } from "../base/errors.js";
import { readTensors, writeTensors } from "../checkpoint/safetensors.js";
import type { Amfmn } from "../models/amfmn/amfmn.js";
import type { Adam } from "./optimization/adam.js";
import type { EpochReport, Run } from "./options.js";

const format = "amfmn-lab/run/1";
const [ofModel, ofAdam] = ["model/", "adam/"];

/** How far a run has come. */
export interface Progress {
  /** Finished epochs. */
  epoch: number;
  /** Finished steps of the epoch after them. */
  stepOfEpoch: number;
  /** Finished steps of the run. */
  step: number;
  /** Sum of the losses of the unfinished epoch's steps. */
  lossSum: number;
  /** The best score so far; nothing is better before the first measurement. */
  best?: number;
  /** Measurements since it was reached. */
  sinceBest: number;
  history: EpochReport[];
}

export function newProgress(): Progress {
  return { epoch: 0, stepOfEpoch: 0, step: 0, lossSum: 0, sinceBest: 0, history: [] };
}

/** Saves atomically: a run that is killed finds this state or the one before, never half of one. */
export async function saveRunState(
  file: string,
  model: Amfmn,
  adam: Adam,
  progress: Progress,
  run: Run,
): Promise<void> {
  const tensors = await Promise.all(
    model.parameters.all().map(async ([name, variable]) => ({
      name: ofModel + name,
      shape: variable.shape,
      values: (await variable.data()) as Float32Array,
    })),
  );
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
 * Puts a saved state into a model and its optimizer.
 * @returns how far the run had come, or undefined where there is no state yet
 * @throws {CheckpointError} when the file is of another run: another model, or options that change what is learnt
 */
export async function restoreRunState(
  file: string,
  model: Amfmn,
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

/** What must be equal for a resumed run to mean the same; more epochs may be asked for later. */
function decisive(run: Run, model: Amfmn): Record<string, unknown> {
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
  } = run;
  const margin =
    typeof run.margin === "number" ? run.margin : { gamma: run.margin.gamma, beta: run.margin.beta };
  const epochs = schedule === "cosine" ? run.epochs : undefined; // its rate depends on when the run ends
  return {
    model: model.options,
    words: model.vocabulary.size,
    ...{
      batchSize,
      learningRate,
      schedule,
      decay,
      decayEvery,
      margin,
      hardest: maxViolation,
      pairs,
      augmentation,
      clipNorm,
      seed,
    },
    ...(epochs === undefined ? {} : { epochs }),
  };
}
