// The training thread's side of a worker thread that cuts crops. Pixels are transferred without a copy.
import { Worker } from "node:worker_threads";
import { DataError, LoaderError } from "../../base/errors.js";
import { listFirst } from "../../base/messages/listFirst.js";
import { decodingBudget, type SharedBudget } from "../../data/images/memoryBudget.js";
import type { CropRequest, ImageLoaderOptions } from "./imageLoader.js";

/** The data that a thread starts with. */
export interface LoaderStart {
  readonly loader: ImageLoaderOptions;
  /** The memory for decoding, which all threads share. */
  readonly budget: SharedBudget;
}

/** A message to the thread. After `end` it finishes its work and exits. */
export type LoaderRequest = { readonly id: number; readonly images: readonly CropRequest[] } | "end";

/** A message from the thread. */
export type LoaderResponse = { readonly id: number } & (
  | { readonly pixels: Float32Array<ArrayBuffer> }
  /** The message of a DataError, whose class would be lost on the way. */
  | { readonly refused: string }
  | { readonly defect: unknown }
);

interface Open {
  readonly images: readonly CropRequest[];
  resolve(pixels: Float32Array): void;
  reject(error: unknown): void;
}

/** Deaths without an answer between them, after which the worker gives up. */
const mostDeaths = 3;

/**
 * A worker thread that starts with the first request and keeps the process alive only while a request is open. A thread
 * that dies (out of memory, a fault in a decoder) is replaced, and gets the open requests again. A request determines
 * its pixels, so the result is the same.
 */
export class LoaderWorker {
  private worker: Worker | undefined;
  private readonly open = new Map<number, Open>();
  private asked = 0;
  private deaths = 0;
  private ended: Promise<void> = Promise.resolve();
  /** The reason for refusing further requests. */
  private failure: Error | undefined;

  constructor(private readonly options: ImageLoaderOptions) {}

  /**
   * Cuts crops, as `CropSource.cut`.
   *
   * @throws {LoaderError} when the thread died three times without an answer
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

  /** Resolves after the thread's exit. */
  close(): Promise<void> {
    this.failure ??= new Error("The thread that prepares batches has been closed.");
    this.worker?.ref();
    this.worker?.postMessage("end" satisfies LoaderRequest);
    return this.ended;
  }

  private start(): Worker {
    const worker = new Worker(new URL("./worker.js", import.meta.url), {
      workerData: { loader: this.options, budget: decodingBudget().share } satisfies LoaderStart,
    });
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

  /** Starts a new thread for the open requests after a thread's exit. Without one, the next request starts a thread. */
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
