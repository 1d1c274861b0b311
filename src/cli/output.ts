// Prints for people or, under --json, for programs.
import type { Output } from "./command.js";

const closing = new AbortController();

/** Is aborted when nobody reads standard output any more. */
export const outputClosed: AbortSignal = closing.signal;

/** Number of a command's long works that end by `outputClosed`. Without one, the process ends at once. */
let listeners = 0;

/**
 * Does long work that is to end in order when nobody reads its output any more.
 *
 * @param work receives the signal to end
 */
export async function untilOutputCloses<T>(work: (closed: AbortSignal) => Promise<T>): Promise<T> {
  listeners += 1;
  try {
    return await work(outputClosed);
  } finally {
    listeners -= 1;
  }
}

/** Handles errors of the standard streams: a closed pipe ends the command quietly, a full disk with a sentence. */
export function watchStandardStreams(): void {
  process.stderr.on("error", () => {});
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "EIO") {
      process.stderr.write(
        `standard output: expected a place that can be written, found ${error.message}.\n`,
      );
      process.exit(2);
    }
    if (listeners === 0) process.exit(process.exitCode ?? 0);
    closing.abort();
  });
}

/** Returns the output of a command on the streams of this process. */
export function processOutput(machine: boolean): Output {
  let pending = false;
  const endProgress = () => {
    if (pending) process.stderr.write("\n");
    pending = false;
  };
  return {
    machine,
    print(text) {
      if (machine) return;
      endProgress();
      process.stdout.write(`${text}\n`);
    },
    json(value) {
      if (!machine) return;
      endProgress();
      process.stdout.write(`${JSON.stringify(value)}\n`);
    },
    warn(text) {
      endProgress();
      process.stderr.write(`${text}\n`);
    },
    progress(text) {
      if (!process.stderr.isTTY) return;
      process.stderr.write(`\r\x1b[2K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
      pending = true;
    },
  };
}

/** Formats seconds for people: `8 s`, `2 min 5 s`, `1 h 10 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
