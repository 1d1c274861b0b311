// Measures a kernel from its front end: milliseconds from a request to its reply and the status idle, and the memory and
// processor time of its processes.
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { KernelClient, printed, shown } from "../../test/support/kernelClient.js";
import { root } from "../../test/support/venv.js";
import type { Kernel } from "./kernels.js";
import { childrenOf, memoryOf, memoryOfAll, processorTime } from "./processes.js";
import { elapsed, summary, type Times, times } from "./timing.js";

/** Time from the start of the process. */
export interface Start {
  readonly reply: number;
  /** Result of the first cell, which is sent after the first reply. */
  readonly result: number;
}

/** Memory of this project's kernel by part, in MB. */
export interface Parts {
  /** Programs and libraries of the kernel's process, in files that processes share. */
  readonly files: number;
  /** V8 heap of the thread with the cells. */
  readonly heap: number;
  /** Rest of the kernel's process: protocol thread, ZeroMQ, native parsers. */
  readonly rest: number;
  readonly languageServer: number;
}

export interface Measured {
  readonly trivial: Times;
  /** Processor time of a trivial cell in all processes of the kernel, in ms. */
  readonly trivialProcessor?: number;
  readonly completion: Times;
  readonly lines: Times;
  /** Share of the printed characters that arrived before the status idle. */
  readonly linesAtIdle: number;
  readonly interrupt?: Times;
  /** Cells with tfjs imported: the first 20 and the last 20 of 100. */
  readonly typed?: { readonly first: Times; readonly last: Times };
  /** Share of a processor that the idle kernel uses. */
  readonly idle?: number;
  /** Memory of the kernel and its children after 220 trivial cells, in MB. */
  readonly memory?: number;
  /** Memory after all other measurements, in MB. */
  readonly memoryAtEnd?: number;
  /** Memory of this project's kernel by part, after each kind of work. */
  readonly parts: Readonly<Record<string, Parts>>;
}

const options = ({ argv, env }: Kernel) => ({ argv, env, folder: join(root, "notebooks") });

/** Starts a kernel, runs a cell and ends it. The times are infinite for a kernel that does not start. */
export async function startOf(kernel: Kernel): Promise<Start> {
  const from = performance.now();
  let client: KernelClient;
  try {
    client = await KernelClient.start(options(kernel));
  } catch {
    return { reply: Number.POSITIVE_INFINITY, result: Number.POSITIVE_INFINITY };
  }
  const reply = performance.now() - from;
  const cell = await elapsed(() => client.execute("1 + 1"));
  await client.close();
  return { reply, result: reply + cell };
}

export async function measure(kernel: Kernel): Promise<Measured> {
  const client = await KernelClient.start(options(kernel));
  const id = client.process.pid!;
  const parts: Record<string, Parts> = {};
  const note = async (done: string) => {
    const measured = kernel.isOurs ? await partsOf(client) : undefined;
    if (measured) parts[done] = measured;
  };
  try {
    // Each cell is different, because tslab does not check the same cell twice.
    let number = 0;
    const trivialCell = () => elapsed(() => client.execute(`${number++} + 1`));
    for (let i = 0; i < 20; i++) await trivialCell();
    await note("20 cells");
    const before = processorTime(id);
    const trivial = await times(200, trivialCell);
    const after = processorTime(id);
    await note("220 cells");
    const memory = memoryOfAll(id);
    const idle = await idleShare(id);
    const { completion: code } = kernel;
    const completion = await times(30, () =>
      elapsed(() => client.request("complete_request", { code, cursor_pos: code.length })),
    );
    await note("and completion");
    const interrupt =
      kernel.loop === undefined ? undefined : await times(10, () => interruptOf(client, kernel.loop!));
    const typed = kernel.checksTypes ? await typedCells(client) : undefined;
    // Printing is last, because a kernel that does not finish in time cannot do anything else.
    const printing = await printedLines(client, kernel.lines);
    await note("and all other work");
    return {
      trivial,
      trivialProcessor: before === undefined || after === undefined ? undefined : (after - before) / 200,
      completion,
      interrupt,
      typed,
      ...printing,
      idle,
      memory,
      memoryAtEnd: memoryOfAll(id),
      parts,
    };
  } finally {
    await client.close();
  }
}

async function partsOf(client: KernelClient): Promise<Parts | undefined> {
  const id = client.process.pid!;
  const { published } = await client.execute("process.memoryUsage().heapTotal / 2 ** 20");
  const heap = Number.parseFloat(stripVTControlCharacters(shown(published)?.["text/plain"] ?? ""));
  const own = memoryOf(id);
  if (!own) return undefined;
  const languageServer = childrenOf(id).reduce((sum, child) => sum + (memoryOfAll(child) ?? 0), 0);
  return { files: own.files, heap, rest: own.resident - own.files - heap, languageServer };
}

/** Returns the share of a processor that a kernel uses while nobody asks it anything. */
async function idleShare(id: number): Promise<number | undefined> {
  await setTimeout(2000); // work after the last cell
  const before = processorTime(id);
  const from = performance.now();
  await setTimeout(5000);
  const after = processorTime(id);
  return before === undefined || after === undefined
    ? undefined
    : (after - before) / (performance.now() - from);
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
  await setTimeout(200);
  return elapsed(async () => {
    if (client.process.spawnargs.some((part) => part.includes("ipykernel"))) client.process.kill("SIGINT");
    else await client.send("interrupt_request", {}, "control");
    await client.answerTo(id);
  });
}
