// The command `amfmn` as a user starts it, from the build.
import { existsSync } from "node:fs";
import { root, run } from "./venv.js";

const main = `${root}dist/cli/main.js`;

/** Reason to skip tests of the command, or false. */
export const noCommand = existsSync(main) ? false : "the command is not built: run npm run setup";

/** Runs `amfmn` with arguments. */
export function amfmn(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return run(process.execPath, [main, ...args]);
}
