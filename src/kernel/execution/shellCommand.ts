// Runs the command of a line `!command` and prints its output as it comes.
import { type ChildProcess, spawn } from "node:child_process";

/** Time that a command has to end after an interrupt, in ms. */
const patience = 2000;
const running = new Set<ChildProcess>();

/** Ends the commands that still run. */
export function endCommands(): void {
  for (const child of running) signal(child, "SIGKILL");
}

/**
 * Runs a command in a shell. Resolves when it has ended, whatever its status is.
 * @param onInterrupt registers a function that an interrupt of the cell calls
 */
export function runCommand(command: string, onInterrupt: (stop: () => void) => void): Promise<void> {
  const child = spawn(command, { shell: true, stdio: ["ignore", "pipe", "pipe"], detached: true });
  running.add(child);
  child.stdout.setEncoding("utf8").on("data", (text: string) => process.stdout.write(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => process.stderr.write(text));
  onInterrupt(() => {
    signal(child, "SIGINT");
    setTimeout(() => signal(child, "SIGKILL"), patience).unref();
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => {
      running.delete(child);
      resolve();
    });
  });
}

/** Sends a signal to a shell and the processes that it started. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === "win32") child.kill(name);
    else process.kill(-child.pid, name);
  } catch {
    // It has ended meanwhile.
  }
}
