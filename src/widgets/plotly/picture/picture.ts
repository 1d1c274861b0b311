// A picture of a figure for where no script runs: plotly.js draws it in a worker thread, in a DOM without a
// browser, so that neither the cell nor its event loop waits for the drawing.
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import sharp from "sharp";
import type { JsonObject } from "../../../kernel/widget/host.js";
import { plotlyFile } from "../library.js";
import { marginOf } from "../margin.js";
import { drawable } from "./drawable.js";

/** What the worker is asked to draw. */
export interface DrawRequest {
  readonly id: number;
  readonly data: readonly object[];
  readonly layout: object;
  readonly width: number;
  readonly height: number;
}

export type DrawReply = { readonly id: number } & ({ readonly svg: string } | { readonly error: string });

/** A drawing that takes longer is left out, in ms. */
const patience = 30_000;
/** An SVG beyond this many characters (a point cloud) is sent as pixels. */
const largestSvg = 300_000;

const waiting = new Map<number, (svg: string | undefined) => void>();
let worker: Worker | undefined;
let count = 0;

/** The picture by MIME type; nothing where the figure cannot be drawn. */
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
    const timer = setTimeout(() => settle(request.id, undefined), patience);
    waiting.set(request.id, (svg) => {
      clearTimeout(timer);
      resolve(svg);
    });
    try {
      draughtsman().postMessage(request);
    } catch (error) {
      console.error(`Figure: no picture of it could be made: ${(error as Error).message}`);
      settle(request.id, undefined);
    }
  });
}

function settle(id: number, svg: string | undefined): void {
  waiting.get(id)?.(svg);
  waiting.delete(id);
}

/** Starts the worker, which takes a second, so that it is ready when a figure is shown. */
export function prepareToDraw(): void {
  draughtsman();
}

/** The worker; it does not keep the process alive. */
function draughtsman(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./worker.js", import.meta.url), {
    workerData: { plotly: readFileSync(plotlyFile(), "utf8") },
    stdout: true,
    stderr: true,
  });
  worker.unref();
  worker.on("message", (reply: DrawReply) => {
    if ("error" in reply) console.error(`Figure: no picture of it could be made: ${reply.error}`);
    settle(reply.id, "svg" in reply ? reply.svg : undefined);
  });
  worker.on("error", () => {
    worker = undefined;
    for (const id of [...waiting.keys()]) settle(id, undefined);
  });
  return worker;
}
