// Measures a kernel from its front end: milliseconds from a request to its reply and the status idle.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KernelClient, printed } from "../../test/support/kernelClient.js";
import { root } from "../../test/support/venv.js";
import type { Kernel } from "./kernels.js";

/** Milliseconds at the median and at the 95th percentile. */
export interface Times {
  readonly p50: number;
  readonly p95: number;
}

export interface Measured {
  readonly start: Times;
  readonly trivial: Times;
  readonly completion: Times;
  readonly lines: Times;
  /** Share of the printed characters that arrived before the status idle. */
  readonly linesAtIdle: number;
  readonly interrupt?: Times;
  /** Cells with tfjs imported: the first 20 and the last 20 of 100. */
  readonly typed?: { readonly first: Times; readonly last: Times };
  /** Memory of the kernel and its children after all other measurements, in MB. */
  readonly memory: number;
}

export async function measure(kernel: Kernel): Promise<Measured> {
  const options = { argv: kernel.argv, env: kernel.env, folder: join(root, "notebooks") };
  const start = await times(5, async () => {
    const from = performance.now();
    const client = await KernelClient.start(options);
    const elapsed = performance.now() - from;
    await client.close();
    return elapsed;
  });
  const client = await KernelClient.start(options);
  try {
    const execute = (code: string) => elapsed(() => client.execute(code));
    // Each cell is different, because tslab does not check the same cell twice.
    let number = 0;
    const trivialCell = () => execute(`${number++} + 1`);
    for (let i = 0; i < 20; i++) await trivialCell();
    const trivial = await times(200, trivialCell);
    const { completion: code } = kernel;
    const completion = await times(30, () =>
      elapsed(() => client.request("complete_request", { code, cursor_pos: code.length })),
    );
    const interrupt =
      kernel.loop === undefined ? undefined : await times(10, () => interruptOf(client, kernel.loop!));
    const typed = kernel.checksTypes ? await typedCells(client) : undefined;
    // Printing is last, because a kernel that does not finish in time cannot do anything else.
    const printing = await printedLines(client, kernel.lines);
    return {
      start,
      trivial,
      completion,
      interrupt,
      typed,
      ...printing,
      memory: memoryOf(client.process.pid!),
    };
  } finally {
    await client.close();
  }
}

async function printedLines(
  client: KernelClient,
  code: string,
): Promise<Pick<Measured, "lines" | "linesAtIdle">> {
  let atIdle = 0;
  const lines = await times(10, () =>
    elapsed(async () => {
      const { published } = await client.execute(code);
      atIdle = Math.max(atIdle, printed(published).length);
    }),
  );
  const whole = Array.from({ length: 2000 }, (_, i) => `line ${i}\n`).join("").length;
  return { lines, linesAtIdle: atIdle / whole };
}

async function typedCells(client: KernelClient): Promise<{ first: Times; last: Times }> {
  await elapsed(() => client.execute("import * as tf from '@tensorflow/tfjs';"));
  const cells: number[] = [];
  for (let i = 0; i < 100; i++) {
    const code = `const tensor${i} = tf.tensor2d([[${i}, 1], [2, 3]]); const sum${i}: number = tensor${i}.sum().dataSync()[0];`;
    cells.push(await elapsed(() => client.execute(code)));
  }
  return { first: summary(cells.slice(0, 20)), last: summary(cells.slice(80)) };
}

async function interruptOf(client: KernelClient, loop: string): Promise<number> {
  const id = await client.submit(loop);
  await client.until(() => client.of(id).some(({ header }) => header.msg_type === "execute_input"));
  await new Promise((resolve) => setTimeout(resolve, 200));
  return elapsed(async () => {
    if (client.process.spawnargs.some((part) => part.includes("ipykernel"))) client.process.kill("SIGINT");
    else await client.send("interrupt_request", {}, "control");
    await client.answerTo(id);
  });
}

/** Timeout of an answer, in s. */
export const patience = 10;

/** Returns the milliseconds of a piece of work. They are infinite after the timeout, which tslab reaches at times. */
async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  const answered = work().then(
    () => true,
    () => false,
  );
  const late = new Promise<false>((resolve) => setTimeout(resolve, 1000 * patience, false));
  return (await Promise.race([answered, late])) ? performance.now() - from : Number.POSITIVE_INFINITY;
}

async function times(count: number, once: () => Promise<number>): Promise<Times> {
  const all: number[] = [];
  for (let i = 0; i < count; i++) all.push(await once());
  return summary(all);
}

function summary(all: readonly number[]): Times {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return { p50: at(0.5), p95: at(0.95) };
}

/** Returns the resident memory of a process and its children, in MB. It is 0 on systems without /proc. */
function memoryOf(id: number): number {
  const status = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/status`, "utf8");
    } catch {
      return "";
    }
  };
  const of = (pid: string): number => {
    const own = Number(/VmRSS:\s+(\d+)/.exec(status(pid))?.[1] ?? 0) / 1024;
    const children = readdirSync("/proc").filter((name) =>
      new RegExp(`PPid:\\s+${pid}\\n`).test(status(name)),
    );
    return children.reduce((sum, child) => sum + of(child), own);
  };
  return of(String(id));
}
