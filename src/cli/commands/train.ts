// `amfmn train`: trains a model on a data set, from flags or a configuration file, in one go or fold by fold.
import { join } from "node:path";
import {
  createModel,
  type Dataset,
  type EpochReport,
  type FitOptions,
  fit,
  listModels,
  loadDataset,
  loadModel,
  OptionError,
  type RetrievalModel,
  ready,
  trainingVocabulary,
  Vocabulary,
} from "../../lib/index.js";
import { paperMargin } from "../../lib/losses/index.js";
import {
  augmentations,
  defaultModel,
  modelConfig,
  schedules,
  type TrainingPlan,
} from "../../lib/models/index.js";
import { readTrainingPlan, withFold } from "../../lib/training/index.js";
import { defineCommand, type Output } from "../command.js";
import { engineOption } from "../engineOption.js";
import { badImageOption, decodeFlags, decodeOptions, noteDifference, noteSkipped } from "../imageOptions.js";
import { duration } from "../output.js";

/** A few names for the help text: the first of each group. */
const examples = [
  ...new Map(
    listModels()
      .reverse()
      .map((name) => [name.split("/")[0], name]),
  ).values(),
].join(", ");

export const trainCommand = defineCommand({
  name: "train",
  summary: "train a model on a data set",
  usage: "--config FILE.yaml | --data DIR --out DIR [--config NAME] [OPTIONS]",
  example: "amfmn train --data scenes --out runs --epochs 20",
  options: {
    config: {
      type: "string",
      placeholder: "FILE|NAME",
      help: `a YAML file (ours or the authors'), or a model: ${examples}, … (default ${defaultModel})`,
    },
    data: { type: "string", placeholder: "DIR", help: "the data set's folder or file" },
    images: { type: "string", placeholder: "DIR", help: "where its images lie (default: images/ inside)" },
    out: { type: "string", placeholder: "DIR", help: "the folder for checkpoints and logs" },
    resume: { type: "boolean", help: "go on where the run in --out stopped" },
    vocab: {
      type: "string",
      placeholder: "FILE",
      help: "a vocabulary (default: the training captions' words)",
    },
    start: { type: "string", placeholder: "FILE", help: "a checkpoint whose weights to start from" },
    epochs: { type: "integer", placeholder: "N", least: 1, help: "how often the data is seen" },
    "batch-size": { type: "integer", placeholder: "N", least: 2, help: "pairs in one step" },
    "learning-rate": { type: "number", placeholder: "R", least: 0, help: "Adam's rate at first" },
    schedule: { type: "string", placeholder: "NAME", help: `how the rate falls: ${schedules.join(" or ")}` },
    margin: { type: "string", placeholder: "M", help: "a number such as 0.2, or dynamic (the paper's)" },
    augmentation: { type: "string", placeholder: "NAME", help: `one of ${augmentations.join(", ")}` },
    clip: { type: "number", placeholder: "N", least: 0, help: "the longest gradient; 0 leaves them" },
    patience: {
      type: "integer",
      placeholder: "N",
      least: 0,
      help: "stop after N measurements without a better one",
    },
    folds: {
      type: "integer",
      placeholder: "N",
      least: 2,
      help: "train N times, each with other validation images",
    },
    fold: { type: "integer", placeholder: "K", least: 0, help: "only this fold, from 0" },
    seed: {
      type: "integer",
      placeholder: "S",
      least: 0,
      help: "the same seed gives the same weights (default 1)",
    },
    ...decodeOptions,
    ...badImageOption,
    threads: {
      type: "integer",
      placeholder: "N",
      least: 0,
      help: "threads that prepare batches; 0 for none beside the training",
    },
    ...engineOption,
  },
  async run(flags, output) {
    const plan = planOf(flags.config ?? defaultModel);
    for (const note of plan.notes) output.print(`note: ${note}`);
    const data = flags.data ?? plan.data ?? missing("data DIR", "the data set's folder or file");
    const out = flags.out ?? plan.fit.out ?? missing("out DIR", "the folder for checkpoints and logs");
    const dataset = await loadDataset(data, { images: flags.images ?? plan.images });
    const engine = await ready({ engine: flags.engine });
    output.print(`${dataset.records.length} images of ${dataset.name} on ${engine.name} (${engine.reason})`);
    const given: FitOptions = {
      epochs: flags.epochs,
      batchSize: flags["batch-size"],
      learningRate: flags["learning-rate"],
      schedule: flags.schedule as FitOptions["schedule"],
      margin: parseMargin(flags.margin),
      augmentation: flags.augmentation as FitOptions["augmentation"],
      clipNorm: flags.clip,
      patience: flags.patience,
      seed: flags.seed,
      threads: flags.threads,
      resume: flags.resume,
      onBadImage: flags["on-bad-image"] as FitOptions["onBadImage"],
      ...decodeFlags(flags),
    };
    const overridden = Object.entries(given).filter(([, value]) => value !== undefined);
    const options: FitOptions = { ...plan.fit, ...Object.fromEntries(overridden), out };
    const vocabulary = flags.vocab ?? plan.vocabulary;
    const trainInto = async (folder: string, part: Dataset) => {
      const model = await modelOf(
        { ...plan, vocabulary, start: flags.start ?? plan.start },
        part,
        options.seed,
      );
      noteDifference(options, model.decoding, output);
      const history = await trained(model, part, { ...options, out: folder }, output);
      model.dispose();
      return history;
    };
    const folds = flags.folds === undefined ? plan.folds : { folds: flags.folds, by: plan.folds?.by };
    if (!folds) {
      const history = await trainInto(out, dataset);
      output.json({ out, engine: engine.name, ...summary(history) });
      return;
    }
    const only = flags.fold ?? plan.folds?.fold;
    const numbers = only === undefined ? [...Array(folds.folds).keys()] : [only];
    const results = [];
    for (const fold of numbers) {
      output.print(`fold ${fold} of ${folds.folds}`);
      const history = await trainInto(join(out, String(fold)), withFold(dataset, { ...folds, fold }));
      results.push({ fold, ...summary(history) });
    }
    output.print(`validation mR of the folds: ${spread(results.map(({ validationMR }) => validationMR))}`);
    output.json({ out, engine: engine.name, folds: results });
  },
});

/** A file's plan, or a named model with its recipe. */
function planOf(config: string): TrainingPlan {
  if (/\.ya?ml$/.test(config)) return readTrainingPlan(config);
  const { options, recipe } = modelConfig(config);
  return { model: options, fit: recipe, notes: [] };
}

async function modelOf(plan: TrainingPlan, dataset: Dataset, seed = 1): Promise<RetrievalModel> {
  if (plan.start !== undefined) return loadModel(plan.start);
  const vocabulary = plan.vocabulary ? Vocabulary.read(plan.vocabulary) : trainingVocabulary(dataset);
  return createModel(plan.model ?? defaultModel, { vocabulary, seed });
}

/** Trains with progress; Ctrl-C stops after the step that is being done, and the run can be resumed. */
async function trained(
  model: RetrievalModel,
  dataset: Dataset,
  options: FitOptions,
  output: Output,
): Promise<EpochReport[]> {
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once("SIGINT", onInterrupt);
  try {
    const history = await fit(model, dataset, {
      ...options,
      signal: stop.signal,
      onSkip: (skipped) => noteSkipped(skipped, dataset.records.length, output),
      onStep: ({ step, steps, loss, imagesPerSecond, secondsLeft }) =>
        output.progress(
          `step ${step} of ${steps} · loss ${loss.toFixed(3)} · ${imagesPerSecond.toFixed(0)} images/s · ${duration(secondsLeft)} left`,
        ),
      onEpoch: ({ epoch, epochs, loss, validation, seconds }) => {
        const recall = validation ? ` · validation mR ${validation.mR.toFixed(2)}` : "";
        output.print(`epoch ${epoch} of ${epochs} · loss ${loss.toFixed(3)}${recall} · ${duration(seconds)}`);
      },
    });
    const end = stop.signal.aborted ? "Stopped; --resume goes on from here. " : "";
    output.print(`${end}Left checkpoints, log.csv, log.jsonl and TensorBoard's events in ${options.out}`);
    return history;
  } finally {
    process.off("SIGINT", onInterrupt);
  }
}

function summary(history: readonly EpochReport[]) {
  const scores = history.flatMap(({ validation }) => (validation ? [validation.mR] : []));
  const last = history.at(-1);
  return {
    epochs: history.length,
    loss: last?.loss,
    validationMR: last?.validation?.mR,
    bestValidationMR: scores.length > 0 ? Math.max(...scores) : undefined,
  };
}

/** Mean and standard deviation, as `12.34 ± 0.56`. */
function spread(scores: readonly (number | undefined)[]): string {
  const known = scores.filter((score) => score !== undefined);
  if (known.length === 0) return "not measured";
  const mean = known.reduce((sum, score) => sum + score, 0) / known.length;
  const variance = known.reduce((sum, score) => sum + (score - mean) ** 2, 0) / known.length;
  return `${mean.toFixed(2)} ± ${Math.sqrt(variance).toFixed(2)}`;
}

function parseMargin(text: string | undefined): FitOptions["margin"] {
  if (text === undefined) return undefined;
  if (text === "dynamic") return paperMargin;
  const margin = Number(text);
  if (text.trim() !== "" && Number.isFinite(margin)) return margin;
  throw new OptionError(`amfmn train: --margin expects a number or dynamic, found "${text}".`);
}

function missing(flag: string, what: string): never {
  throw new OptionError(`amfmn train: --${flag} is missing; it is ${what}.`);
}
