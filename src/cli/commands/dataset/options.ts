// The options of `amfmn dataset`. Each action reads the ones that it needs.
import { columnsOption } from "../../columnsOption.js";
import type { OptionSpec, OptionValues } from "../../command.js";

export const datasetOptions = {
  images: { type: "string", placeholder: "DIR", help: "folder of the images (default: images/ beside it)" },
  ...columnsOption,
  "skip-images": { type: "boolean", help: "validate: do not look for the image files" },
  to: { type: "string", placeholder: "FORMAT", help: "convert: json, precomp, csv or coco" },
  out: { type: "string", placeholder: "PATH", help: "convert: folder to write, vocabulary: file to write" },
  compare: { type: "string", placeholder: "FILE", help: "vocabulary: a published one to compare with" },
  split: {
    type: "string",
    placeholder: "NAME",
    help: "words (default all), duplicates (default test): train, val or test",
  },
  threshold: { type: "number", placeholder: "S", least: 0, help: "duplicates: least similarity (0.8)" },
  top: { type: "integer", placeholder: "N", least: 1, help: "words, duplicates: number of lines (20)" },
} as const satisfies Record<string, OptionSpec>;

export type DatasetOptions = OptionValues<typeof datasetOptions>;
