// Reads the name of a split from the command line.
import { OptionError, type Split } from "../lib/index.js";

export function parseSplit(command: string, text = "test"): Split {
  if (text === "train" || text === "val" || text === "test") return text;
  throw new OptionError(
    `amfmn ${command} --split: expected train, val or test, found "${text}"; see amfmn ${command.split(" ")[0]} --help.`,
  );
}
