// The state of a run in one file: weights, running statistics, Adam's moments, progress, reports, and everything that
// decides the result: options, words and a fingerprint of the data. Random numbers need no state, because each epoch and
// each step has a stream of its own, derived from its number and the run's seed.
import { existsSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { CheckpointError } from "../../base/errors.js";
import { isObject } from "../../base/isObject.js";
import type { NamedArray } from "../../checkpoint/namedArray.js";
import { readTensors, writeTensors } from "../../checkpoint/safetensors.js";
import { renamed } from "../../checkpoint/storedTensor.js";
import { modelHeader, modelOfHeader, modelTensors } from "../../models/checkpoint.js";
import type { RetrievalModel } from "../../models/contract/retrievalModel.js";
import type { Adam } from "../optimization/adam.js";
import type { EpochReport, Run } from "../options.js";
import { type Allowed, decisiveOptions, type RunIdentity, refuseOtherRun } from "./differences.js";
import type { DataFingerprint } from "./fingerprint.js";

const format = "amfmn-lab/run/2";
/** The format of version 0.2.0, which names neither words nor data. */
const formatWithoutData = "amfmn-lab/run/1";
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

/** The parts of a run that its state describes besides its progress. */
export interface RunParts {
  readonly model: RetrievalModel;
  readonly run: Run;
  readonly data: DataFingerprint;
}

/** Saves atomically. A killed run finds this state or the one before it, never a part. */
export async function saveRunState(
  file: string,
  { model, run, data }: RunParts,
  adam: Adam,
  progress: Progress,
): Promise<void> {
  const tensors = (await modelTensors(model)).map((tensor) => renamed(tensor, ofModel + tensor.name));
  const { step, moments } = await adam.memory();
  const metadata = {
    ...modelHeader(model),
    format,
    progress: JSON.stringify(progress),
    adamStep: String(step),
    run: JSON.stringify(decisiveOptions(run)),
    epochs: String(run.epochs),
    data: JSON.stringify(data),
  };
  await writeTensors(file, {
    tensors: [...tensors, ...moments.map((moment) => renamed(moment, ofAdam + moment.name))],
    metadata,
  });
}

/** A saved state. */
export interface RunState {
  readonly file: string;
  readonly tensors: readonly NamedArray[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly progress: Progress;
  readonly identity: RunIdentity;
  /** Number of epochs of the run. Undefined in a state of version 0.2.0. */
  readonly epochs?: number;
}

/**
 * Reads a saved state.
 *
 * @returns undefined when there is none yet
 * @throws {CheckpointError} when the file is of another kind or a part of it is broken
 */
export async function readRunState(file: string): Promise<RunState | undefined> {
  if (!existsSync(file)) return undefined;
  const { tensors, metadata } = await readTensors(file);
  if (metadata.format !== format && metadata.format !== formatWithoutData) {
    throw new CheckpointError(
      `${file}: expected the state of a run, found ${metadata.format ?? "a file of another kind"}; train into another folder.`,
    );
  }
  const part = (name: string, fits: (value: unknown) => boolean) => parsedPart(file, metadata, name, fits);
  const before = part("run", isObject) as Record<string, unknown>;
  const progress = part("progress", isProgress) as Progress;
  part("adamStep", Number.isSafeInteger);
  if (metadata.format === formatWithoutData) {
    const { model, words: _, hardest, ...options } = before;
    return {
      file,
      tensors,
      metadata,
      progress,
      identity: { options: { ...options, maxViolation: hardest }, model },
    };
  }
  const identity = {
    options: before,
    model: part("options", isObject),
    tokenizer: part("vocabulary", isObject),
    data: part("data", Array.isArray) as RunIdentity["data"],
    ...(metadata.local !== undefined && { local: part("local", isObject) as RunIdentity["local"] }),
  };
  const epochs = part("epochs", Number.isSafeInteger) as number;
  return { file, tensors, metadata, progress, identity, epochs };
}

/**
 * Creates the model of a run, with the options and the vocabulary of its state and weights of zero.
 *
 * @returns undefined for a state of version 0.2.0, which has no vocabulary
 */
export function modelOfRun({ file, metadata }: RunState): RetrievalModel | undefined {
  return metadata.format === format ? modelOfHeader(file, metadata) : undefined;
}

/**
 * Restores a saved state into a model and its optimizer.
 *
 * @returns the progress of the run
 * @throws {CheckpointError} when the state is of another run: another model, other words, other data, or options that
 *   change the result
 */
export function restoreRunState(state: RunState, parts: RunParts, adam: Adam, allowed: Allowed): Progress {
  const { file, tensors, metadata, progress } = state;
  refuseOtherRun(file, state.identity, parts, allowed, progress.epoch);
  const saved = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const wrong = parts.model.parameters
    .all()
    .find(([name, { shape }]) => saved.get(ofModel + name)?.shape.join() !== shape.join());
  if (wrong) {
    throw new CheckpointError(
      `${file}: expected the weights of the model, found ${wrong[0]} missing or of another shape; train into another folder.`,
    );
  }
  for (const [name, variable] of parts.model.parameters.all())
    tf.tidy(() => variable.assign(tf.tensor(saved.get(ofModel + name)!.values, variable.shape)));
  const moments = tensors.filter(({ name }) => name.startsWith(ofAdam));
  adam.restore({
    step: Number(metadata.adamStep),
    moments: moments.map((moment) => renamed(moment, moment.name.slice(ofAdam.length))),
  });
  return progress;
}

/** Parses one text of the header. @throws {CheckpointError} when it is missing or has another content */
function parsedPart(
  file: string,
  metadata: Readonly<Record<string, string>>,
  name: string,
  fits: (value: unknown) => boolean,
): unknown {
  const json = metadata[name];
  let value: unknown;
  try {
    value = JSON.parse(json ?? "");
  } catch {}
  if (value !== undefined && fits(value)) return value;
  const found = json === undefined ? "none" : `"${json.slice(0, 40)}"`;
  throw new CheckpointError(
    `${file}: expected the part ${name} of a run's state, found ${found}; the file is broken, so train into another folder.`,
  );
}

function isProgress(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { epoch, stepOfEpoch, step, lossSum, sinceBest, history } = value;
  const counts = [epoch, stepOfEpoch, step, sinceBest];
  return (
    counts.every((count) => Number.isSafeInteger(count) && (count as number) >= 0) &&
    Number.isFinite(lossSum) &&
    Array.isArray(history)
  );
}
