// The worker thread: answers each request for crops until it receives `end`.
import { parentPort, workerData } from "node:worker_threads";
import { DataError } from "../../base/errors.js";
import { joinDecodingBudget } from "../../data/images/memoryBudget.js";
import { ImageLoader } from "./imageLoader.js";
import type { LoaderRequest, LoaderResponse, LoaderStart } from "./loaderWorker.js";

const port = parentPort!;
const { loader, budget } = workerData as LoaderStart;
joinDecodingBudget(budget);
const cutter = new ImageLoader(loader);

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
