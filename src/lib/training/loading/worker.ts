// The worker thread: answers each request for crops until it receives `end`.
import { parentPort, workerData } from "node:worker_threads";
import { DataError } from "../../base/errors.js";
import { ImageLoader, type ImageLoaderOptions } from "./imageLoader.js";
import type { LoaderRequest, LoaderResponse } from "./loaderWorker.js";

const port = parentPort!;
const cutter = new ImageLoader(workerData as ImageLoaderOptions);

port.on("message", async (question: LoaderRequest) => {
  if (question === "end") {
    port.close();
    return;
  }
  const { id, images } = question;
  try {
    const pixels = (await cutter.cut(images)) as Float32Array<ArrayBuffer>;
    port.postMessage({ id, pixels } satisfies LoaderResponse, [pixels.buffer]);
  } catch (error) {
    const answer: LoaderResponse =
      error instanceof DataError ? { id, refused: error.message } : { id, defect: error };
    port.postMessage(answer);
  }
});
