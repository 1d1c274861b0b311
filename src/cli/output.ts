// Prints for people or, under --json, for programs.
import type { Output } from "./command.js";

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
