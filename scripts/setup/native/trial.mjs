// Tries an addon in a process of its own, so that whatever goes wrong in native code ends in a sentence.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../command.mjs";
import { SetupError } from "../report.mjs";

/** @returns what the trial found: `{ version, gpu, gflops }` */
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
      const found = cause || `it ended with ${signal ?? code}`;
      reject(new SetupError(`The compiled addon does not work here (${found}): the lab goes on with wasm.`));
    });
  });
}
