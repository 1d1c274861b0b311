// Errors that no cell waits for (a timer that throws, a rejection nobody handles) are printed under the cell that
// they came from, and the kernel lives on.
import { cellLabel } from "./execution/cellFrames.js";
import { reportError } from "./execution/errorReport.js";
import type { Kernel } from "./kernel.js";

export function showBackgroundErrors(kernel: Kernel): void {
  const show = (error: unknown) => {
    const { traceback } = reportError(error);
    const stack = error instanceof Error ? String(error.stack) : "";
    const cell = kernel.executions.request(cellLabel(stack)) ?? kernel.parent();
    const print = () => process.stderr.write(`${traceback.join("\n")}\n`);
    if (cell) kernel.runFor(cell, print);
    else print();
  };
  process.on("uncaughtException", show);
  process.on("unhandledRejection", show);
  process.on("SIGINT", () => {}); // interrupts come as messages; a terminal's Ctrl-C is meant for the front end
}
