// Tries an addon in a separate process, so that a crash in native code becomes an error message.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../command.mjs";
import { SetupError } from "../report.mjs";

/**
 * Runs the trial of an addon.
 * @returns `{ version, gpu, gflops }`
 * @throws {SetupError} when the trial fails
 */
export function tryAddon(addon) {
  const program = join(root, "scripts", "setup", "native", "trialRun.mjs");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program], { env: { ...process.env, AMFMN_NATIVE_ADDON: addon } });
    let [output, errors] = ["", ""];
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (errors += chunk));
    child.on("close", (code, signal) => {
      if (code === 0) return resolve(JSON.parse(output.trim().split("\n").at(-1)));
      const lines = errors.trim().split("\n");
      const cause = lines.find((line) => /^\w*Error: /.test(line)) ?? lines.at(-1);
      const found = cause || `its end with ${signal ?? `exit status ${code}`}`;
      reject(
        new SetupError(
          `native engine: expected an addon that computes like plain JavaScript, found ${found}; compute with wasm.`,
        ),
      );
    });
  });
}
