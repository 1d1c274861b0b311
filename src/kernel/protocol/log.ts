// Log of the protocol thread. It writes to the standard error of the process, which Jupyter shows to its administrator.
import { writeSync } from "node:fs";

/** Lines that are written in one window of time. A client may send thousands of invalid messages. */
const most = 20;
/** Length of the window, in ms. */
const window = 10_000;

let descriptor = 2;
let since = 0;
let count = 0;

/** Writes the log to another descriptor, because that of standard error is a pipe for the text of cells. */
export function logTo(other: number): void {
  descriptor = other;
}

/** Writes a line. */
export function log(text: string): void {
  const now = Date.now();
  if (now - since > window) [since, count] = [now, 0];
  count += 1;
  if (count <= most) write(text);
  else if (count === most + 1) write("more lines follow and are not written");
}

function write(text: string): void {
  try {
    writeSync(descriptor, `typescript-lab: ${text.slice(0, 1000)}\n`);
  } catch {
    // Nobody reads the standard error, or its pipe is full.
  }
}
