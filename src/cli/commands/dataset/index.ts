// `amfmn dataset ACTION PATH`: describes, checks and converts a data set, and lists its words and duplicates.
import { OptionError } from "../../../lib/base/errors.js";
import { defineCommand, type Output } from "../../command.js";
import { convert } from "./convert.js";
import { duplicates } from "./duplicates.js";
import { info } from "./info.js";
import { type DatasetOptions, datasetOptions } from "./options.js";
import { validate } from "./validate.js";
import { vocabulary } from "./vocabulary.js";
import { words } from "./words.js";

const actions: Record<string, (path: string, options: DatasetOptions, output: Output) => Promise<void>> = {
  info,
  validate,
  convert,
  vocabulary,
  words,
  duplicates,
};

/** The actions of each option that not all of them read. */
const readers: { readonly [N in keyof DatasetOptions]?: readonly string[] } = {
  "skip-images": ["validate"],
  to: ["convert"],
  out: ["convert", "vocabulary"],
  compare: ["vocabulary"],
  split: ["words", "duplicates"],
  threshold: ["duplicates"],
  top: ["words", "duplicates"],
};

/** @throws {OptionError} for an option that the action does not read */
function refuseForeignOptions(action: string, options: DatasetOptions): void {
  for (const [name, known] of Object.entries(readers)) {
    if (options[name as keyof DatasetOptions] === undefined || known.includes(action)) continue;
    throw new OptionError(
      `amfmn dataset ${action}: expected no --${name}, which belongs to ${known.join(" and ")}, found it; leave it out.`,
    );
  }
}

export const datasetCommand = defineCommand({
  name: "dataset",
  summary: "describe a data set of any known format, check it, convert it",
  usage: `${Object.keys(actions).join("|")} PATH [OPTIONS]`,
  example: "amfmn dataset convert rsitmd/dataset_RSITMD.json --to precomp --out rsitmd_precomp",
  operands: [Object.keys(actions).join("|"), "PATH"],
  options: datasetOptions,
  async run(options, output, [action, path]) {
    refuseForeignOptions(action!, options);
    await actions[action!]!(path!, options, output);
  },
});
