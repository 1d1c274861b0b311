// The flags of `amfmn evaluate`.
import type { OptionRule } from "../../../lib/base/optionRules.js";
import { columnsOption } from "../../columnsOption.js";
import type { OptionSpec, OptionValues } from "../../command.js";
import { engineOption } from "../../engineOption.js";
import { badImageOption, decodeOptions } from "../../imageOptions.js";
import { localOption } from "../../localOption.js";
import { vocabularyOption } from "../../vocabularyOption.js";

export const evaluateFlags = {
  checkpoint: {
    type: "string",
    placeholder: "FILE",
    help: "a checkpoint: what amfmn train left, or an authors' .pth.tar",
  },
  folds: {
    type: "strings",
    placeholder: "FILE…",
    help: "several checkpoints, such as one for each fold: the mean of their metrics",
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
  ...localOption,
  similarity: {
    type: "string",
    placeholder: "FILE",
    help: "write the scores to this .npy: float32, a row for each image, a column for each caption",
  },
  ...decodeOptions,
  ...badImageOption,
  ...engineOption,
} as const satisfies Record<string, OptionSpec>;

export type EvaluateFlags = OptionValues<typeof evaluateFlags>;

export const evaluateRules: readonly OptionRule<keyof typeof evaluateFlags>[] = [
  { option: "checkpoint", excludes: "folds", because: "--folds names all checkpoints" },
  { option: "similarity", excludes: "folds", because: "the metrics are averaged, not the scores" },
];
