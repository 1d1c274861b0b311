// The options of a script, where an unknown one ends in a sentence.
import { parseArgs } from "node:util";
import { SetupError } from "./report.mjs";

/**
 * @param script as npm knows it, such as `lessons`
 * @param config what node:util's parseArgs takes
 * @throws {SetupError} that names the option and where all are listed
 */
export function parseOptions(script, config) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new SetupError(`${error.message.split(". ")[0]}: npm run ${script} -- --help lists the options.`);
  }
}
