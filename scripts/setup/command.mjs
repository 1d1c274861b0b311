// Runs other programs for the set-up, and shows their output or keeps it for the error message.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { SetupError } from "./report.mjs";

/** The project's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a program, shows its output at once, and resolves to its exit status. */
export function show(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: "inherit", ...options });
    const forward = (signal) => child.kill(signal);
    process.on("SIGINT", forward).on("SIGTERM", forward);
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      process.off("SIGINT", forward).off("SIGTERM", forward);
      resolve(code ?? (signal === "SIGINT" ? 130 : 1));
    });
  });
}

/**
 * Runs a program without showing its output, and returns the output.
 * @throws {SetupError} with the last lines of the output, when the program fails
 */
export async function quiet(program, args, title) {
  const { code, output } = await capture(program, args);
  if (code !== 0) {
    const tail = output.trim().split("\n").slice(-8).join("\n  ");
    throw new SetupError(`${title} failed (${program} ${args.join(" ")}, exit status ${code}):\n  ${tail}`);
  }
  return output;
}

/** Runs a program and returns its exit status and its output. A missing program has status 127. */
export function capture(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => resolve({ code: 127, output: String(error) }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
