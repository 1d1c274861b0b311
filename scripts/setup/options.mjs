// Parses the options of a script.
import { parseArgs } from "node:util";
import { SetupError } from "./report.mjs";

/**
 * Returns the parsed options and positionals.
 * @param script its name for npm, such as `lessons`
 * @param config the argument of node:util's parseArgs
 * @throws {SetupError} for an unknown option, or an option without its value
 */
export function parseOptions(script, config) {
  try {
    return parseArgs(config);
  } catch (error) {
    const [problem] = error.message.split(". ");
    throw new SetupError(`npm run ${script}: ${problem}; npm run ${script} -- --help lists the options.`);
  }
}
