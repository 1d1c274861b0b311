// A thread that cuts views, as the thread that trains sees it: questions go out with a number, answers come back
// with it, and pixels change hands without a copy. It starts with the first question, and holds the process only
// while one is open.
import { Worker } from "node:worker_threads";
import { DataError } from "../../errors.js";
import type { CutterOptions, SeenImage } from "./viewCutter.js";

/** What the thread is sent; `end` lets it finish what it has begun and go. */
export type CutterQuestion = { readonly id: number; readonly images: readonly SeenImage[] } | "end";

/** What it sends back. */
export type CutterAnswer = { readonly id: number } & (
  | { readonly pixels: Float32Array<ArrayBuffer> }
  /** The message of a DataError, which would lose its class on the way. */
  | { readonly refused: string }
  | { readonly defect: unknown }
);

interface Waiting {
  resolve(pixels: Float32Array): void;
  reject(error: unknown): void;
}

export class CutterThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  private ended: Promise<void> = Promise.resolve();
  /** Why nothing can be asked any more. */
  private failure: unknown;

  constructor(private readonly options: CutterOptions) {}

  /** As `ViewSource.cut`. */
  cut(images: readonly SeenImage[]): Promise<Float32Array> {
    if (this.failure) return Promise.reject(this.failure);
    this.worker ??= this.start();
    const id = this.asked++;
    const answer = new Promise<Float32Array>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
    });
    this.worker.ref();
    this.worker.postMessage({ id, images } satisfies CutterQuestion);
    return answer;
  }

  /** Resolves when the thread is gone. */
  close(): Promise<void> {
    this.failure ??= new Error("The thread that prepares batches has been closed.");
    this.worker?.ref();
    this.worker?.postMessage("end" satisfies CutterQuestion);
    return this.ended;
  }

  private start(): Worker {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: this.options });
    worker.on("message", (answer: CutterAnswer) => this.take(answer));
    worker.once("error", (error) => this.fail(error));
    this.ended = new Promise((resolve) => {
      worker.once("exit", (code) => {
        this.fail(new Error(`The thread that prepares batches has ended (code ${code}).`));
        resolve();
      });
    });
    return worker;
  }

  private take(answer: CutterAnswer): void {
    const { resolve, reject } = this.waiting.get(answer.id)!;
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0 && !this.failure) this.worker!.unref();
    if ("pixels" in answer) resolve(answer.pixels);
    else reject("refused" in answer ? new DataError(answer.refused) : answer.defect);
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.values()) reject(this.failure);
    this.waiting.clear();
  }
}
