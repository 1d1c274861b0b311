// A thread that cuts views, as the thread that trains sees it: questions go out with a number, answers come back
// with it, and pixels change hands without a copy. It starts with the first question, and holds the process only
// while one is open. A thread that dies (out of memory, a fault in a decoder) is replaced and asked again: a
// question says all that its answer depends on, so the pixels are the same.
import { Worker } from "node:worker_threads";
import { DataError, LoaderError } from "../../base/errors.js";
import { listFirst } from "../../base/listFirst.js";
import type { CropRequest, ImageLoaderOptions } from "./imageLoader.js";

/** What the thread is sent; `end` lets it finish what it has begun and go. */
export type LoaderRequest = { readonly id: number; readonly images: readonly CropRequest[] } | "end";

/** What it sends back. */
export type LoaderResponse = { readonly id: number } & (
  | { readonly pixels: Float32Array<ArrayBuffer> }
  /** The message of a DataError, which would lose its class on the way. */
  | { readonly refused: string }
  | { readonly defect: unknown }
);

interface Open {
  readonly images: readonly CropRequest[];
  resolve(pixels: Float32Array): void;
  reject(error: unknown): void;
}

/** Deaths without an answer in between, after which the cause is not chance. */
const mostDeaths = 3;

export class LoaderWorker {
  private worker: Worker | undefined;
  private readonly open = new Map<number, Open>();
  private asked = 0;
  private deaths = 0;
  private ended: Promise<void> = Promise.resolve();
  /** Why nothing can be asked any more. */
  private failure: Error | undefined;

  constructor(private readonly options: ImageLoaderOptions) {}

  /**
   * As `CropSource.cut`.
   * @throws {LoaderError} when the thread has died three times over without an answer
   */
  cut(images: readonly CropRequest[]): Promise<Float32Array> {
    if (this.failure) return Promise.reject(this.failure);
    this.worker ??= this.start();
    const id = this.asked++;
    const answer = new Promise<Float32Array>((resolve, reject) => {
      this.open.set(id, { images, resolve, reject });
    });
    this.worker.ref();
    this.worker.postMessage({ id, images } satisfies LoaderRequest);
    return answer;
  }

  /** Resolves when the thread is gone. */
  close(): Promise<void> {
    this.failure ??= new Error("The thread that prepares batches has been closed.");
    this.worker?.ref();
    this.worker?.postMessage("end" satisfies LoaderRequest);
    return this.ended;
  }

  private start(): Worker {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: this.options });
    let cause: unknown;
    worker.on("message", (answer: LoaderResponse) => this.take(answer));
    worker.once("error", (error) => {
      cause = error;
    });
    this.ended = new Promise((resolve) => {
      worker.once("exit", (code) => {
        this.worker = undefined;
        this.replace(cause instanceof Error ? cause.message : `it ended with ${code}`);
        resolve();
      });
    });
    return worker;
  }

  private take(answer: LoaderResponse): void {
    const { resolve, reject } = this.open.get(answer.id)!;
    this.open.delete(answer.id);
    this.deaths = 0;
    if (this.open.size === 0 && !this.failure) this.worker!.unref();
    if ("pixels" in answer) resolve(answer.pixels);
    else reject("refused" in answer ? new DataError(answer.refused) : answer.defect);
  }

  /** After a thread's end: asks a new one what is open; where nothing is, the next question starts one. */
  private replace(cause: string): void {
    if (this.open.size === 0) return;
    this.deaths += 1;
    if (this.deaths >= mostDeaths) this.failure ??= this.givenUp(cause);
    if (this.failure) {
      for (const { reject } of this.open.values()) reject(this.failure);
      this.open.clear();
      return;
    }
    this.worker = this.start();
    for (const [id, { images }] of this.open) {
      this.worker.postMessage({ id, images } satisfies LoaderRequest);
    }
  }

  private givenUp(cause: string): LoaderError {
    const paths = [...this.open.values()].flatMap(({ images }) => images.map(({ path }) => path));
    const files = [...new Set(paths)];
    return new LoaderError(
      `A thread that prepares batches died ${mostDeaths} times on ${listFirst(files, 4)} (${cause}): ` +
        "expected it to live; see whether memory is short or one of these images is broken, or train with threads 0.",
    );
  }
}
