// A training from an option file or a named model, with the flags over it.
import { checkOptionRules } from "../../../lib/base/optionRules.js";
import type { FitOptions } from "../../../lib/index.js";
import { modelConfig, type TrainingPlan } from "../../../lib/models/index.js";
import { type TrainingOptionName, trainingRules } from "../../../lib/training/config/rules.js";
import { readTrainingPlan } from "../../../lib/training/index.js";
import { fitOptions, flagOf, type TrainFlags } from "./flags.js";

/** A training with its flags. */
export interface FlaggedPlan extends Omit<TrainingPlan, "fit"> {
  readonly fit: FitOptions;
  /** Options that the flags set. */
  readonly flagged: FitOptions;
}

/**
 * Reads the plan of a training. A flag goes before the file, and replaces an option of the file that it excludes.
 *
 * @throws {OptionError} when two flags, or two options of the file, contradict each other
 */
export function flaggedPlan(flags: TrainFlags): FlaggedPlan {
  const flagged = fitOptions(flags);
  const { start, fold, folds } = flags;
  const plan = planOf(flags.config);
  const resume = flags.resume ?? (start === undefined && !flags.overwrite && plan.fit.resume);
  checkOptionRules<TrainingOptionName>(
    trainingRules,
    {
      ...flagged,
      ...{ start, fold, folds: folds ?? plan.folds, resume },
      ...{ loss: flagged.loss ?? plan.fit.loss, schedule: flagged.schedule ?? plan.fit.schedule },
    },
    (name) => flagOf[name] ?? `--${name}`,
  );
  const replaced: (keyof FitOptions)[] = [
    ...(flags.resume ? (["overwrite"] as const) : []),
    ...(flags.overwrite || start !== undefined
      ? (["resume", "allowChangedData", "allowChangedOptions"] as const)
      : []),
    ...(flags.schedule === "cosine" ? (["decay", "decayEvery"] as const) : []),
    ...(flags.schedule === "step" ? (["warmUp"] as const) : []),
    ...(flags.loss === "contrastive" ? (["margin", "maxViolation"] as const) : []),
    ...(flags.loss === "hinge" ? (["temperature"] as const) : []),
  ];
  const fit = Object.fromEntries(
    Object.entries(plan.fit).filter(([name]) => !replaced.includes(name as keyof FitOptions)),
  );
  return {
    ...plan,
    data: flags.data ?? plan.data,
    images: flags.images ?? plan.images,
    vocabulary: flags.vocab ?? plan.vocabulary,
    start: start ?? plan.start,
    folds:
      folds === undefined
        ? plan.folds && { ...plan.folds, fold: fold ?? plan.folds.fold }
        : { folds, by: plan.folds?.by, fold },
    fit: { ...fit, ...flagged, out: flags.out ?? plan.fit.out },
    flagged,
  };
}

/** A file's plan, a named model with its recipe, or nothing. */
function planOf(config: string | undefined): TrainingPlan {
  if (config === undefined) return { fit: {}, notes: [] };
  if (/\.ya?ml$/.test(config)) return readTrainingPlan(config);
  const { options, recipe } = modelConfig(config);
  return { model: options, fit: recipe, notes: [] };
}
