// `amfmn dataset ACTION PATH`: looks into a data set, checks it, writes it in another form, lists its words.
import { OptionError } from "../../../lib/index.js";
import { defineCommand, type Output } from "../../command.js";
import { convert } from "./convert.js";
import { duplicates } from "./duplicates.js";
import { info } from "./info.js";
import { validate } from "./validate.js";
import { vocabulary } from "./vocabulary.js";
import { words } from "./words.js";

/** The options of all actions; each takes those that concern it. */
export interface DatasetOptions {
  readonly images?: string;
  readonly to?: string;
  readonly out?: string;
  readonly compare?: string;
  readonly split?: string;
  readonly threshold?: number;
  readonly top?: number;
  readonly "skip-images"?: boolean;
}

const actions: Record<string, (path: string, options: DatasetOptions, output: Output) => Promise<void>> = {
  info,
  validate,
  convert,
  vocabulary,
  words,
  duplicates,
};

export const datasetCommand = defineCommand({
  name: "dataset",
  summary: "look into a data set of any known form, check it, convert it",
  usage: `${Object.keys(actions).join("|")} PATH [OPTIONS]`,
  example: "amfmn dataset convert rsitmd/dataset_RSITMD.json --to precomp --out rsitmd_precomp",
  operands: ["ACTION", "PATH"],
  options: {
    images: { type: "string", placeholder: "DIR", help: "where its images lie (default: images/ beside it)" },
    "skip-images": { type: "boolean", help: "validate: do not look for the image files" },
    to: { type: "string", placeholder: "FORM", help: "convert: json, precomp, csv or coco" },
    out: { type: "string", placeholder: "PATH", help: "convert: the folder, vocabulary: the file, to write" },
    compare: { type: "string", placeholder: "FILE", help: "vocabulary: a published one to compare with" },
    split: {
      type: "string",
      placeholder: "NAME",
      help: "words (default all), duplicates (default test): which part",
    },
    threshold: { type: "number", placeholder: "S", least: 0, help: "duplicates: least similarity (0.8)" },
    top: { type: "integer", placeholder: "N", least: 1, help: "words, duplicates: how many to list (20)" },
  },
  async run(options, output, [action, path]) {
    const act = action !== undefined && Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!act) {
      const found = action === undefined ? "none" : `"${action}"`;
      throw new OptionError(
        `amfmn dataset: expected an action, one of ${Object.keys(actions).join(", ")}, found ${found}.`,
      );
    }
    if (path === undefined) {
      throw new OptionError(
        `amfmn dataset ${action}: PATH is missing; it is a data set's folder or file in any known form.`,
      );
    }
    await act(path, options, output);
  },
});
