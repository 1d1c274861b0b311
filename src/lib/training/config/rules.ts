// Rules about options of a training that are given together. Flags, option files and `fit` check them.
import type { OptionRule } from "../../base/optionRules.js";

/** Options that a rule names, as `fit` and option files spell them. */
export type TrainingOptionName =
  | "resume"
  | "overwrite"
  | "allowChangedData"
  | "allowChangedOptions"
  | "start"
  | "fold"
  | "folds"
  | "schedule"
  | "decay"
  | "decayEvery"
  | "warmUp"
  | "loss"
  | "margin"
  | "maxViolation"
  | "temperature";

const ofHinge = { of: "loss", values: ["hinge"], otherwise: "hinge" } as const;
const ofStep = { of: "schedule", values: ["step"], otherwise: "step" } as const;

/**
 * The table of rules. The rules that need values are where the values are: a vocabulary beside a checkpoint that carries
 * its own (`loadModel`), the options of a model beside a checkpoint (`amfmn train`), words that occur in no caption and a
 * batch that is larger than the data (`fit`), folds and images (`withFold`).
 */
export const trainingRules: readonly OptionRule<TrainingOptionName>[] = [
  { option: "resume", excludes: "overwrite", because: "a run is either continued or replaced" },
  { option: "resume", excludes: "start", because: "a resumed run has its own weights" },
  { option: "allowChangedData", needs: "resume" },
  { option: "allowChangedOptions", needs: "resume" },
  { option: "fold", needs: "folds" },
  { option: "decay", ...ofStep },
  { option: "decayEvery", ...ofStep },
  { option: "warmUp", of: "schedule", values: ["cosine"], otherwise: "step" },
  { option: "margin", ...ofHinge },
  { option: "maxViolation", ...ofHinge },
  { option: "temperature", of: "loss", values: ["contrastive"], otherwise: "hinge" },
];
