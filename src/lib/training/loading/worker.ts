// The thread itself: answers each question for views until it is told to end.
import { parentPort, workerData } from "node:worker_threads";
import { DataError } from "../../errors.js";
import type { CutterAnswer, CutterQuestion } from "./cutterThread.js";
import { type CutterOptions, ViewCutter } from "./viewCutter.js";

const port = parentPort!;
const cutter = new ViewCutter(workerData as CutterOptions);

port.on("message", async (question: CutterQuestion) => {
  if (question === "end") {
    port.close();
    return;
  }
  const { id, images } = question;
  try {
    const pixels = (await cutter.cut(images)) as Float32Array<ArrayBuffer>;
    port.postMessage({ id, pixels } satisfies CutterAnswer, [pixels.buffer]);
  } catch (error) {
    const answer: CutterAnswer =
      error instanceof DataError ? { id, refused: error.message } : { id, defect: error };
    port.postMessage(answer);
  }
});
