// The differences between a run that is resumed and the run that its state was saved by.
import { canonicalJson } from "../../base/canonicalJson.js";
import { CheckpointError, OptionError } from "../../base/errors.js";
import { listFirst } from "../../base/messages/listFirst.js";
import type { LocalKind } from "../../models/contract/localInputs.js";
import type { RetrievalModel } from "../../models/contract/retrievalModel.js";
import { Vocabulary } from "../../text/vocabulary.js";
import { defaultWarmUp } from "../optimization/schedule.js";
import type { Run, StepValue } from "../options.js";
import { type DataFingerprint, dataDifferences } from "./fingerprint.js";

/** Everything that decides the result of a run, as its state holds it. */
export interface RunIdentity {
  /** Options of the training, see `decisiveOptions`. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Options of the model. */
  readonly model: unknown;
  /** The tokenizer as JSON. Undefined in a state of version 0.2.0. */
  readonly tokenizer?: unknown;
  /** Kind and settings of the model's local inputs, if it has some. */
  readonly local?: LocalKind;
  /** Fingerprint of the data. Undefined in a state of version 0.2.0. */
  readonly data?: DataFingerprint;
}

/** Differences that the caller allows. */
export interface Allowed {
  readonly allowChangedData?: boolean;
  readonly allowChangedOptions?: boolean;
}

/**
 * Returns the options of the training that must be equal for a resumed run to give the same result. The engine, the
 * number of threads, and when to measure and stop are not among them. The number of epochs is, if the rate depends on it.
 */
export function decisiveOptions(run: Run): Record<string, unknown> {
  const { batchSize, schedule, decay, decayEvery, maxViolation, pairs, augmentation, seed, bands, stretch } =
    run;
  const margin =
    typeof run.margin === "object"
      ? { gamma: run.margin.gamma, beta: run.margin.beta }
      : comparable(run.margin);
  return {
    ...{ batchSize, learningRate: comparable(run.learningRate), schedule, decay, decayEvery },
    ...(run.loss === "hinge" && { margin, maxViolation }),
    ...{ pairs, augmentation, clipNorm: comparable(run.clipNorm), seed, bands, stretch },
    ...(schedule === "cosine" && {
      epochs: run.epochs,
      ...(run.warmUp !== defaultWarmUp && { warmUp: run.warmUp }),
    }),
    // States of earlier versions do not name these options.
    ...(run.loss !== "hinge" && { loss: run.loss, temperature: run.temperature }),
    ...(run.accumulate > 1 && { accumulate: run.accumulate }),
    ...(run.freeze.length > 0 && { freeze: run.freeze }),
    ...(run.adapters && { adapters: run.adapters }),
  };
}

/** Functions of the step cannot be compared, so all of them count as equal. */
function comparable(value: StepValue): number | string {
  return typeof value === "number" ? value : "a function of the step";
}

/**
 * Refuses a state of another run.
 *
 * @param epoch number of finished epochs
 * @throws {CheckpointError} that names every difference that is not allowed
 * @throws {OptionError} when the run has fewer epochs than are finished
 */
export function refuseOtherRun(
  file: string,
  before: RunIdentity,
  now: { readonly model: RetrievalModel; readonly run: Run; readonly data: DataFingerprint },
  { allowChangedData, allowChangedOptions }: Allowed,
  epoch: number,
): void {
  const ofModel = modelDifferences(before, now.model);
  const ofOptions = allowChangedOptions ? [] : optionDifferences(before.options, decisiveOptions(now.run));
  const ofData = allowChangedData ? [] : dataDifferencesOf(before.data, now.data);
  const found = [...ofModel, ...ofOptions, ...ofData.map((one) => `other data: ${one}`)];
  if (found.length > 0) {
    const advice = [
      ...(ofOptions.length > 0
        ? ["allow other options with allowChangedOptions (--allow-changed-options)"]
        : []),
      ...(ofData.length > 0 ? ["allow other data with allowChangedData (--allow-changed-data)"] : []),
    ];
    const ways = ofModel.length > 0 ? [] : advice;
    throw new CheckpointError(
      `${file}: expected the state of this run, found one with ${found.join("; ")}; ${[...ways, "train into another folder"].join(", or ")}.`,
    );
  }
  if (now.run.epochs < epoch) {
    throw new OptionError(
      `epochs: expected at least the ${epoch} that the run in ${file} has finished, found ${now.run.epochs}; ask for more.`,
    );
  }
}

/** Compares a model with the one of a state: its options and its words. */
export function modelDifferences(
  before: Pick<RunIdentity, "model" | "tokenizer" | "local">,
  { options, tokenizer, local }: Pick<RetrievalModel, "options" | "tokenizer" | "local">,
): string[] {
  const changed = optionDifferences(before.model as object, options).map((one) => `model ${one}`);
  const kinds = [before.local, local].map((one) => one && { kind: one.kind, ...one.settings });
  const ofLocal = optionDifferences(kinds[0] ?? {}, kinds[1] ?? {}).map((one) => `local inputs: ${one}`);
  return [
    ...changed,
    ...ofLocal,
    ...wordDifferences(before.tokenizer, JSON.parse(JSON.stringify(tokenizer))),
  ];
}

/** Describes each option with another value, as `batchSize 8 instead of 9`. */
export function optionDifferences(before: object, now: object): string[] {
  const [old, present] = [before, now] as Record<string, unknown>[];
  const names = [...new Set([...Object.keys(old!), ...Object.keys(present!)])];
  return names.flatMap((name) => {
    const [was, is] = [canonicalJson(old![name]), canonicalJson(present![name])];
    return was === is ? [] : [`${name} ${was ?? "none"} instead of ${is ?? "none"}`];
  });
}

/** Describes other words. @param before undefined when it is not known */
export function wordDifferences(before: unknown, now: unknown): string[] {
  if (before === undefined || canonicalJson(before) === canonicalJson(now)) return [];
  const [old, present] = [vocabularyOf(before), vocabularyOf(now)];
  if (!old || !present) return ["another tokenizer"];
  const { missing, added, renumbered } = old.differences(present);
  const parts = Object.entries({ missing, added, "with another number": renumbered })
    .filter(([, words]) => words.length > 0)
    .map(([kind, words]) => `${words.length} ${kind}: ${listFirst(words, 4)}`);
  return [`other words (${parts.join("; ")})`];
}

function vocabularyOf(json: unknown): Vocabulary | undefined {
  try {
    return Vocabulary.fromJSON(json);
  } catch {
    return undefined;
  }
}

function dataDifferencesOf(before: DataFingerprint | undefined, now: DataFingerprint): string[] {
  if (before === undefined) return ["a state of version 0.2.0, which does not name its data"];
  return dataDifferences(before, now);
}
