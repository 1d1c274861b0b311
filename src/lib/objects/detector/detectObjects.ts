// Finds the objects of many images, as a list of boxes or as a source.
import { basename } from "node:path";
import { DataError } from "../../base/errors.js";
import { type BoxOptions, boxObjects } from "../boxes/boxSource.js";
import type { BoxList, ImageBoxes } from "../boxes/objectBox.js";
import type { ObjectGraphs, ObjectImage, ObjectSource } from "../objectSource.js";
import { type Detector, openDetector } from "./detector.js";
import type { DetectorOptions } from "./detectorOptions.js";

/** Options of `detectObjects`. */
export interface DetectObjectsOptions {
  /** Receives the number of finished images after each one. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops the work. */
  readonly signal?: AbortSignal;
}

/**
 * Finds the objects of image files, one file after the other. Files of an earlier call are not run again.
 *
 * @param images paths
 * @example
 * const detector = await openDetector("yolo.onnx").catch((error) => console.log(error.message));
 * if (detector) {
 *   const list = await detectObjects(detector, listImages("RSITMD/images"));
 *   await writeBoxes("objects.json", list);
 * }
 *
 * @throws {DataError} that names an image which cannot be decoded
 * @throws the signal's reason when it is aborted
 */
export async function detectObjects(
  detector: Detector,
  images: readonly string[],
  { onProgress, signal }: DetectObjectsOptions = {},
): Promise<BoxList> {
  const found: ImageBoxes[] = [];
  for (const image of images) {
    signal?.throwIfAborted();
    found.push(await detector.detect(image));
    onProgress?.(found.length, images.length);
  }
  return { images: found, classes: detector.classes };
}

/** Options of `detectedObjects`. */
export interface DetectedObjectsOptions extends DetectorOptions, Pick<BoxOptions, "classes"> {}

/**
 * Returns the source that runs a detector on the files of images. A detected object has the same numbers as an object of a
 * file of boxes, so a model that was trained with one reads the other, when their classes are equal. Objects of other classes
 * are left out.
 *
 * @param file ONNX model, as for `openDetector`
 * @example
 * const source = await detectedObjects("yolo.onnx").catch((error) => console.log(error.message));
 * console.log(source?.settings.classes);
 *
 * @throws as `openDetector`
 * @throws {DataError} when the detector has more than 15 classes and `classes` does not name those to keep
 */
export async function detectedObjects(
  file: string,
  { classes, ...options }: DetectedObjectsOptions = {},
): Promise<ObjectSource> {
  const detector = await openDetector(file, options);
  const source = (images: readonly ImageBoxes[]) =>
    boxObjects(file, { images, classes: detector.classes }, { classes, unknown: "leave out" });
  const { kind, settings } = source([]);
  let last: Promise<unknown> = Promise.resolve();
  const read: ObjectSource["read"] = async (images, pixels) => {
    const boxes: ImageBoxes[] = [];
    for (const { name, path } of images) {
      if (path === undefined)
        throw new DataError(
          `${file}: expected the file of the image ${name}, found an image in memory; give its path.`,
        );
      boxes.push({ ...(await detector.detect(path)), image: name });
    }
    return source(distinct(boxes)).read(images, pixels);
  };
  return {
    kind,
    settings,
    /** Batches follow each other, because the detector uses all processors. */
    read: (images: readonly ObjectImage[], pixels): Promise<ObjectGraphs> => {
      const batch = last.then(() => read(images, pixels));
      last = batch.catch(() => {});
      return batch;
    },
  };
}

/** Returns one entry for each name. A batch may show an image several times. */
function distinct(boxes: readonly ImageBoxes[]): ImageBoxes[] {
  return [...new Map(boxes.map((entry) => [basename(entry.image), entry])).values()];
}
