// Runs other programs for the set-up: waits for them, shows their output or keeps it for the error message.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { SetupError } from "./report.mjs";

/** The project's own folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a program and resolves to its exit status, with its output shown as it comes. */
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

/** Runs a program quietly; a failure throws a SetupError that ends with the program's last lines. */
export async function quiet(program, args, what) {
  const { code, output } = await capture(program, args);
  if (code !== 0) {
    const tail = output.trim().split("\n").slice(-8).join("\n  ");
    throw new SetupError(`${what} failed (${program} ${args.join(" ")}, exit status ${code}):\n  ${tail}`);
  }
  return output;
}

/** Runs a program and gives back its exit status and everything it printed; a missing program has status 127. */
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
