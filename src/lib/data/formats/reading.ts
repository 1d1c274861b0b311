// What every loader gets and gives: a place to read from, a way to tell what does not fit, and records one by
// one, so that no loader decides what becomes of a problem. Records of one image may come in parts.
import { join } from "node:path";
import type { ImageRecord, Split } from "../dataset.js";
import type { DataProblem } from "../problems.js";
import { sceneClassOf } from "../sceneClass.js";

export interface LoaderContext {
  /** The folder of the images. */
  readonly images: string;
  /** Scene classes that lists beside the data set name, by file name. */
  readonly classes: ReadonlyMap<string, string>;
  report(problem: DataProblem): void;
}

/** Fills in what follows from a file name. */
export function toRecord(
  parts: {
    readonly filename: string;
    readonly captions: readonly string[];
    readonly split: Split;
    readonly keywords?: readonly string[];
    readonly sceneClass?: string;
    /** Folder inside the images' folder, as COCO has it. */
    readonly subfolder?: string;
  },
  { images, classes }: LoaderContext,
): ImageRecord {
  const { filename, captions, split, keywords = [], sceneClass, subfolder = "" } = parts;
  return {
    filename,
    path: join(images, subfolder, filename),
    captions,
    keywords,
    sceneClass: sceneClass ?? classes.get(filename) ?? sceneClassOf(filename),
    split,
  };
}

const splitNames: Record<string, Split> = {
  train: "train",
  training: "train",
  // COCO's validation images that Karpathy's split trains on.
  restval: "train",
  val: "val",
  valid: "val",
  validation: "val",
  dev: "val",
  test: "test",
};

/** The split that a word names in any known form; undefined when it names none. */
export function parseSplitName(text: string): Split | undefined {
  const name = text.trim().toLowerCase();
  return Object.hasOwn(splitNames, name) ? splitNames[name] : undefined;
}
