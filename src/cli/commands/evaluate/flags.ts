// The flags of `amfmn evaluate`.
import type { OptionRule } from "../../../lib/base/optionRules.js";
import { columnsOption } from "../../columnsOption.js";
import type { OptionSpec, OptionValues } from "../../command.js";
import { engineOption } from "../../engineOption.js";
import { badImageOption, decodeOptions } from "../../imageOptions.js";
import { localOption, localRules } from "../../localOption.js";
import { modelOption } from "../../modelOption.js";
import { rerankOptions, rerankRules } from "../../rerankOptions.js";
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
  ...modelOption,
  ...localOption,
  similarity: {
    type: "string",
    placeholder: "FILE",
    help: "write the scores to this .npy: float32, a row for each image, a column for each caption",
  },
  rerank: {
    type: "boolean",
    help: "also rerank the scores of both directions, and print the recalls after it",
  },
  "rerank-i2t": {
    type: "string",
    placeholder: "FILE",
    help: "write the reranked scores for images that search captions to this .npy",
  },
  "rerank-t2i": {
    type: "string",
    placeholder: "FILE",
    help: "write the reranked scores for captions that search images to this .npy",
  },
  ...rerankOptions,
  ...decodeOptions,
  ...badImageOption,
  ...engineOption,
} as const satisfies Record<string, OptionSpec>;

export type EvaluateFlags = OptionValues<typeof evaluateFlags>;

export const evaluateRules: readonly OptionRule<keyof typeof evaluateFlags>[] = [
  ...localRules,
  { option: "checkpoint", excludes: "folds", because: "--folds names all checkpoints" },
  ...(["similarity", "rerank-i2t", "rerank-t2i"] as const).map((option) => ({
    ...{ option, excludes: "folds" as const, because: "the metrics are averaged, not the scores" },
  })),
  { option: "rerank-i2t", needs: "rerank" },
  { option: "rerank-t2i", needs: "rerank" },
  ...rerankRules,
];
