// Replaces standard output and error of this process by pipes, so that the text of child processes, native code and
// `fs.writeSync(1, …)` is an output of the running cell. The protocol thread reads the pipes, also while a child blocks
// the main thread.
import { spawn, spawnSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync as write } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fenceBytes } from "./fence.js";

/** The function of Node. `childProcesses.ts` replaces it for cells. */
const writeSync = write;

/** The pipes in place of standard output and error. */
export class OutputPipes {
  private fences = 0;

  private constructor(
    /** Descriptors from which the texts of standard output and error are read. */
    readonly readers: readonly [stdout: number, stderr: number],
    /** Descriptor that writes to the process's former standard error. */
    readonly formerError: number,
  ) {}

  /**
   * Replaces the descriptors 1 and 2. Must run before other threads open files. Returns undefined on a system without
   * named pipes, where the descriptors stay as they are.
   */
  static open(): OutputPipes | undefined {
    if (process.platform === "win32") return undefined;
    const folder = mkdtempSync(join(tmpdir(), "typescript-lab-"));
    try {
      const paths = ["1", "2"].map((name) => join(folder, name));
      if (spawnSync("mkfifo", ["-m", "600", ...paths], { stdio: "ignore" }).status !== 0) return undefined;
      const formerError = reopened(2) ?? relayed(2);
      // A stream of Node for a pipe makes the pipe non-blocking for all processes that have it: the child processes of
      // cells, and the program that started the kernel. So Node makes its streams for a file that is no pipe.
      for (const descriptor of [1, 2]) replace(descriptor, "/dev/null");
      void [process.stdout, process.stderr];
      const [stdout, stderr] = paths.map((path, i) => {
        const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
        replace(i + 1, path);
        return reader;
      });
      return new OutputPipes([stdout!, stderr!], formerError);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Writes a fence into both pipes. Returns its number, which the reader must get for the text behind the fence. */
  fence(): number {
    this.fences += 1;
    const bytes = fenceBytes(this.fences);
    for (const descriptor of [1, 2]) writeSync(descriptor, bytes);
    return this.fences;
  }
}

/** Opens a file for writing in place of a descriptor. The lowest free descriptor is the next one that is opened. */
function replace(descriptor: number, path: string): void {
  closeSync(descriptor);
  const opened = openSync(path, constants.O_WRONLY);
  if (opened !== descriptor)
    throw new Error(`outputPipes: expected descriptor ${descriptor}, found ${opened}`);
}

function reopened(descriptor: number): number | undefined {
  try {
    return openSync(`/dev/fd/${descriptor}`, constants.O_WRONLY | constants.O_APPEND);
  } catch {
    return undefined;
  }
}

/** Starts a process that copies to a descriptor which cannot be opened again, such as a socket of a program in Node. */
function relayed(descriptor: number): number {
  const relay = spawn("cat", { stdio: ["pipe", descriptor, "ignore"] }).on("error", () => {});
  relay.unref();
  const input = relay.stdin as unknown as { _handle?: { fd: number; unref(): void } };
  input._handle?.unref();
  return input._handle?.fd ?? descriptor;
}
