// Helpers that all loaders share. A loader yields records one by one and reports problems to its context. The
// captions of an image may come in several records.
import { basename, isAbsolute, join } from "node:path";
import { truncate } from "../../base/messages/truncate.js";
import type { ImageRecord, Split } from "../dataset.js";
import type { DataProblem } from "../problems.js";
import { sceneClassOf } from "../sceneClass.js";
import type { ColumnNames } from "./columns.js";

/** The place of a record: its file, and its line or its number in the file, from 1. */
export type Place = Pick<DataProblem, "file" | "line" | "record">;

/** A record with its place, for messages about it. */
export interface LoadedRecord {
  readonly record: ImageRecord;
  readonly place: Place;
}

/** Context of a loader. */
export interface LoaderContext {
  /** Folder of the images. */
  readonly images: string;
  /** Names of columns or keys that the caller gives. */
  readonly columns?: ColumnNames;
  /** Scene classes by file name, from lists beside the data set. */
  readonly classes: ReadonlyMap<string, string>;
  /** Receives each problem. */
  report(problem: DataProblem): void;
}

/** Parts of a record that a file contains. */
export interface RecordParts {
  readonly filename: string;
  readonly captions: readonly string[];
  readonly split: Split;
  readonly keywords?: readonly string[];
  readonly sceneClass?: string;
  /** Folder inside the folder of the images, as in COCO. */
  readonly subfolder?: string;
}

/** Makes a record. Path and scene class follow from the file name unless they are given. */
export function toRecord(parts: RecordParts, { images, classes }: LoaderContext, place: Place): LoadedRecord {
  const { filename, captions, split, keywords = [], sceneClass, subfolder = "" } = parts;
  const record: ImageRecord = {
    filename,
    path: isAbsolute(filename) ? filename : join(images, subfolder, filename),
    captions,
    keywords,
    sceneClass: sceneClass ?? classes.get(filename) ?? sceneClassOf(basename(filename)),
    split,
  };
  return { record, place };
}

const splitNames: Record<string, Split> = {
  train: "train",
  training: "train",
  // COCO's validation images that belong to the training split of Karpathy.
  restval: "train",
  val: "val",
  valid: "val",
  validation: "val",
  dev: "val",
  test: "test",
  testing: "test",
};

/** Returns the split that a word names in any format, or undefined for another word. */
export function parseSplitName(text: string): Split | undefined {
  const name = text.trim().toLowerCase();
  return Object.hasOwn(splitNames, name) ? splitNames[name] : undefined;
}

/**
 * Returns the split in the name of a file, such as `captions_val2014.json` or `train-00000-of-00002.parquet`. Only a whole
 * word counts: `contest.csv` names no split.
 */
export function splitOfName(file: string): Split | undefined {
  const words = basename(file).split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/);
  return words.map(parseSplitName).find((split) => split !== undefined);
}

/** Writes a value for a message, cut to 60 characters. */
export function shown(value: unknown): string {
  return truncate(JSON.stringify(value) ?? "undefined", 60);
}
