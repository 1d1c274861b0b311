// Opens a source of objects by its name, or by the file that it reads.
import { statSync } from "node:fs";
import { fileErrorOf } from "../base/files/fileError.js";
import { requirePath } from "../base/files/path.js";
import { readRange } from "../base/files/readRange.js";
import { type BoxOptions, openBoxes } from "./boxes/boxSource.js";
import { detectedObjects } from "./detector/detectObjects.js";
import type { DetectorOptions } from "./detector/detectorOptions.js";
import type { ObjectSource } from "./objectSource.js";
import { releasedObjects } from "./released/releasedSource.js";
import { grid, segments } from "./segments/segmentSource.js";

/** Options of `openObjects`. Those of boxes have no effect on other sources. */
export interface OpenObjectsOptions extends BoxOptions {
  /** Options of a detector. */
  readonly detector?: DetectorOptions;
  /**
   * Kind and settings that a model was trained with. A file of boxes is read with the classes of the training, unless
   * `classes` names others.
   */
  readonly trained?: Pick<ObjectSource, "kind" | "settings">;
}

/** The sources that need no file, by name. */
const builtIn: Readonly<Record<string, () => ObjectSource>> = { segments, grid };

/**
 * Opens a source of objects: `segments`, `grid`, the authors' `.npy` file, a file or folder of boxes, or a detector (`.onnx`).
 * The content of a file of boxes decides how it is read.
 *
 * @param local name or path; `./grid` is a file
 * @example
 * const source = await openObjects("segments");
 * console.log(source.kind); // segments
 *
 * @throws {DataError} when the file has no known form
 * @throws {OptionError} for an impossible list of classes
 * @throws {FileError} when the file cannot be read
 */
export async function openObjects(local: string, options: OpenObjectsOptions = {}): Promise<ObjectSource> {
  requirePath("local", local);
  if (Object.hasOwn(builtIn, local)) return builtIn[local]!();
  if (isReleased(local)) return releasedObjects(local);
  const { trained, detector, ...given } = options;
  const classes = trained?.kind === "boxes" ? trained.settings.classes : undefined;
  const boxes = { ...(Array.isArray(classes) && { classes }), ...given };
  if (/\.onnx$/i.test(local)) return detectedObjects(local, { ...detector, classes: boxes.classes });
  return openBoxes(local, boxes);
}

/** Reports whether a file has the name or the beginning of NumPy's files. */
function isReleased(path: string): boolean {
  try {
    if (statSync(path).isDirectory()) return false;
    const start = readRange(path, 0, 6).toString("latin1");
    return /\.np[yz]$/i.test(path) || start === "\x93NUMPY" || start.startsWith("PK");
  } catch (error) {
    throw fileErrorOf(error, path, "read");
  }
}
