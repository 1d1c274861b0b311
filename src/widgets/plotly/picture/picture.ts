// Fallback picture of a figure. plotly.js draws it in a worker thread with a DOM but no browser, so that neither the
// cell nor its event loop waits.
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import sharp from "sharp";
import type { JsonObject } from "typescript-lab";
import { plotlyFile } from "../library.js";
import { marginOf } from "../margin.js";
import { drawable } from "./drawable.js";

/** Message to the worker: a figure to draw. */
export interface DrawRequest {
  readonly id: number;
  readonly data: readonly object[];
  readonly layout: object;
  readonly width: number;
  readonly height: number;
}

/** Message of the worker: the SVG of a figure, or the message of an error. */
export type DrawReply = { readonly id: number } & ({ readonly svg: string } | { readonly error: string });

/** Longest time of a drawing, in ms. */
const timeout = 30_000;
/** A longer SVG, such as a point cloud, is stored as PNG. In characters. */
const largestSvg = 300_000;

const waiting = new Map<number, (svg: string | undefined) => void>();
let worker: Worker | undefined;
let count = 0;

/** Returns the picture by MIME type, an empty object if the figure cannot be drawn. */
export async function picture(data: readonly object[], layout: object): Promise<JsonObject> {
  const { width = 700, height = 450 } = layout as { width?: number; height?: number };
  const { data: flat, layout: plain } = drawable(data, layout);
  const svg = await draw({
    id: count++,
    data: flat,
    layout: { ...plain, margin: marginOf(plain) },
    width,
    height,
  });
  if (!svg) return {};
  if (svg.length <= largestSvg) return { "image/svg+xml": svg };
  const png = await sharp(Buffer.from(svg)).flatten({ background: "#fff" }).png().toBuffer();
  return { "image/png": png.toString("base64") };
}

function draw(request: DrawRequest): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle(request.id, undefined), timeout);
    waiting.set(request.id, (svg) => {
      clearTimeout(timer);
      resolve(svg);
    });
    try {
      draughtsman().postMessage(request);
    } catch (error) {
      console.error(`Figure: its fallback picture failed: ${(error as Error).message}`);
      settle(request.id, undefined);
    }
  });
}

function settle(id: number, svg: string | undefined): void {
  waiting.get(id)?.(svg);
  waiting.delete(id);
}

/** Starts the worker, which takes a second, before the first picture is needed. */
export function prepareToDraw(): void {
  draughtsman();
}

/** Returns the worker. It does not keep the process alive. */
function draughtsman(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./worker.js", import.meta.url), {
    workerData: { plotly: readFileSync(plotlyFile(), "utf8") },
    // Flags of a program on the command line, such as --input-type, would end the worker.
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  worker.on("message", (reply: DrawReply) => {
    if ("error" in reply) console.error(`Figure: its fallback picture failed: ${reply.error}`);
    settle(reply.id, "svg" in reply ? reply.svg : undefined);
  });
  worker.on("error", () => {
    worker = undefined;
    for (const id of [...waiting.keys()]) settle(id, undefined);
  });
  // A listener for messages refs the worker again, so this comes last. The timeout of a drawing keeps the process alive.
  worker.unref();
  return worker;
}
