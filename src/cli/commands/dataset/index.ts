// `amfmn dataset ACTION PATH`: describes, checks and converts a data set, and lists its words and duplicates.
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

export const datasetCommand = defineCommand({
  name: "dataset",
  summary: "describe a data set of any known format, check it, convert it",
  usage: `${Object.keys(actions).join("|")} PATH [OPTIONS]`,
  example: "amfmn dataset convert rsitmd/dataset_RSITMD.json --to precomp --out rsitmd_precomp",
  operands: [Object.keys(actions).join("|"), "PATH"],
  options: datasetOptions,
  async run(options, output, [action, path]) {
    await actions[action!]!(path!, options, output);
  },
});
