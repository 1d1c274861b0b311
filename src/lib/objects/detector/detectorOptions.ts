// The options of a detector.
import { OptionError } from "../../base/errors.js";
import { type DetectorForm, detectorForms } from "./outputForm.js";

/** Options of `openDetector`. */
export interface DetectorOptions {
  /**
   * Names of the classes in the detector's order, or a file of them: one on each line, YOLO's data.yaml, or Hugging Face's
   * config.json. Default: the names in the model's metadata, else `class 0`, `class 1` …
   */
  readonly names?: string | readonly string[];
  /** Form of the outputs. Default: by their names and shapes. */
  readonly form?: DetectorForm;
  /** Height and width of the input in pixels, for a model that takes any. Default 640 for YOLO, 800 for DETR. */
  readonly size?: number;
  /** Least confidence of an object in 0…1. Default 0.25. */
  readonly confidence?: number;
  /** Greatest intersection over union of two objects of a class, for YOLO. Default 0.45. */
  readonly overlap?: number;
  /** Folder of the detections by the hashes of detector and image. Default: `amfmn-lab` in the user's cache folder. */
  readonly cache?: string;
}

/** @throws {OptionError} for an option outside of its range */
export function checkDetectorOptions({
  form,
  size,
  confidence = 0.25,
  overlap = 0.45,
}: DetectorOptions): void {
  if (form !== undefined && !detectorForms.includes(form))
    throw new OptionError(
      `form: expected one of ${detectorForms.join(", ")}, found ${form}; name one of them.`,
    );
  if (size !== undefined && !(Number.isInteger(size) && size >= 32 && size <= 4096))
    throw new OptionError(`size: expected a whole number in 32…4096, found ${size}; choose one of them.`);
  for (const [name, value] of Object.entries({ confidence, overlap }))
    if (!(value >= 0 && value <= 1))
      throw new OptionError(`${name}: expected a number in 0…1, found ${value}; divide percentages by 100.`);
}
