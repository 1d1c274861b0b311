// Reads a data set in any known format and reports all of its problems at once.
import { readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, isAbsolute, join, relative } from "node:path";
import { requirePath } from "../base/files/path.js";
import { readTextSync } from "../base/files/readText.js";
import { Dataset, type ImageRecord } from "./dataset.js";
import type { ColumnNames } from "./formats/columns.js";
import type { LoadedRecord } from "./formats/reading.js";
import { type DatasetFormat, type RecognizedDataset, recognize } from "./formats/recognizeFormat.js";
import { imageProblems } from "./imageProblems.js";
import { checkDecodeOptions, type DecodeOptions, joinDecodeOptions } from "./images/decodeOptions.js";
import { imageExists } from "./images/imageInArchive.js";
import { type DataProblem, DatasetError } from "./problems.js";

/** Options of `loadDataset`. Each record keeps bands and stretch, so that all that read its image use them. */
export interface LoadOptions extends DecodeOptions {
  /** Folder of the images. Default: `images/` beside the captions, or the folder of the captions when they lie there. */
  readonly images?: string;
  /** Names of columns of a table, or of keys in JSON, that are unusual. */
  readonly columns?: ColumnNames;
  /** Name of the data set. Default: the name of its folder, or of its file without `dataset_`. */
  readonly name?: string;
}

/** Options of `inspectDataset`. */
export interface InspectOptions extends LoadOptions {
  /** Looks for the image of every record and reports the missing ones. Default false. */
  readonly checkImages?: boolean;
}

/** A data set with all of its problems. */
export interface DatasetInspection {
  /** Format of the captions. */
  readonly format: DatasetFormat;
  /** File, or folder of text files, with the captions. */
  readonly source: string;
  /** Records without errors. */
  readonly dataset: Dataset;
  /** All errors and warnings. */
  readonly problems: readonly DataProblem[];
}

/**
 * Loads the captions and image paths of a data set. The format is recognized from the content. Images are opened later,
 * when they are needed.
 *
 * Blank sentences and other peculiarities stay in the data and are listed in `warnings`.
 *
 * A folder may have one file for each split, such as `train.csv` and `test.csv`. The split is a whole word of the file's
 * name. Images in Parquet are unpacked once into a folder beside the table. Images in tar archives stay there.
 *
 * @param path a folder or a file of one of the formats of {@link DatasetFormat}
 * @throws {DatasetError} when records have errors
 * @throws {DataError} when the path has no known format, or text of another encoding
 * @example
 * const dataset = await loadDataset("RSITMD");
 * console.log(dataset.name, dataset.records.length, dataset.warnings.length);
 */
export async function loadDataset(path: string, options: LoadOptions = {}): Promise<Dataset> {
  const { dataset, problems } = await inspectDataset(path, options);
  if (problems.some(({ severity }) => severity === "error")) throw new DatasetError(problems);
  return new Dataset(dataset.name, dataset.records, problems, dataset.files);
}

/**
 * Loads a data set and reports its problems instead of throwing an error.
 *
 * @throws {DataError} when the path has no known format, or text of another encoding
 * @example
 * const { format, problems } = await inspectDataset("RSITMD", { checkImages: true });
 * console.log(format, problems.map(describeProblem));
 */
export async function inspectDataset(path: string, options: InspectOptions = {}): Promise<DatasetInspection> {
  checkDecodeOptions(options);
  requirePath("dataset", path);
  const recognized = await recognize(path, options.columns);
  const { format, source } = recognized;
  const folder = statSync(source).isDirectory() ? source : dirname(source);
  const images = options.images ?? join(folder, "images");
  const problems: DataProblem[] = [];
  const loaded = withBase(
    await collect(recognized, {
      images,
      columns: options.columns,
      classes: listedClasses(folder),
      report: (problem) => problems.push(problem),
    }),
    images,
    folder,
  );
  const records = loaded.map(({ record }) => record);
  problems.push(...peculiarities(loaded));
  if (options.checkImages) problems.push(...(await imageProblems(loaded, images)));
  const name = options.name ?? nameOf(path);
  const files = [...new Set(loaded.map(({ place }) => place.file))];
  return { format, source, dataset: new Dataset(name, withDecoding(records, options), [], files), problems };
}

/** Number of records whose images are looked for, to find the folder that their paths begin in. */
const sampled = 20;

/** Moves the paths of images to the folder of the captions when the images lie there, and not in the folder of images. */
function withBase(loaded: readonly LoadedRecord[], images: string, folder: string): readonly LoadedRecord[] {
  const moved = ({ record, place }: LoadedRecord): LoadedRecord => {
    const inside = relative(images, record.path);
    const isBelow = !inside.startsWith("..") && !isAbsolute(inside);
    return isBelow
      ? { place, record: { ...record, path: join(dirname(place.file), inside) } }
      : { place, record };
  };
  const sample = loaded.slice(0, sampled);
  const found = (some: readonly LoadedRecord[]) =>
    some.filter(({ record }) => imageExists(record.path)).length;
  if (folder === images || found(sample) >= found(sample.map(moved))) return loaded;
  return loaded.map(moved);
}

function withDecoding(records: readonly ImageRecord[], options: DecodeOptions): readonly ImageRecord[] {
  const decoding = joinDecodeOptions(options);
  return Object.keys(decoding).length === 0 ? records : records.map((record) => ({ ...record, decoding }));
}

/** Joins the records of one image, which tables list row by row. */
async function collect(
  { records }: RecognizedDataset,
  context: Parameters<RecognizedDataset["records"]>[0],
): Promise<LoadedRecord[]> {
  const byImage = new Map<string, LoadedRecord>();
  for await (const { record, place } of records(context)) {
    const key = `${record.split}/${record.path}`;
    const before = byImage.get(key);
    // A copy for each row would take quadratic time.
    if (before) (before.record.captions as string[]).push(...record.captions);
    else byImage.set(key, { place, record: { ...record, captions: [...record.captions] } });
  }
  return [...byImage.values()];
}

/** Finds blank sentences, unusual numbers of sentences, and images in two splits. */
function peculiarities(loaded: readonly LoadedRecord[]): DataProblem[] {
  const problems: DataProblem[] = [];
  const splitOf = new Map<string, string>();
  const usual = mostFrequent(loaded.map(({ record }) => record.captions.length));
  for (const { record, place } of loaded) {
    const { filename, captions, split, path } = record;
    const warn = (reason: string) => problems.push({ severity: "warning", ...place, filename, reason });
    for (const [k, caption] of captions.entries()) {
      if (caption.trim() === "") warn(`has a blank sentence (${k + 1} of ${captions.length})`);
    }
    if (captions.length !== usual) warn(`has ${captions.length} sentences, most images have ${usual}`);
    const other = splitOf.get(path);
    if (other !== undefined) warn(`is in the splits ${other} and ${split}`);
    splitOf.set(path, split);
  }
  return problems;
}

function mostFrequent(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), [0, 0])[0];
}

/** Reads scene classes as RSICD has them: a folder `txtclasses…` with a list of file names for each class. */
function listedClasses(folder: string): Map<string, string> {
  const lists = readdirSync(folder).filter((name) => name.startsWith("txtclasses"));
  const classes = new Map<string, string>();
  for (const list of lists.filter((name) => statSync(join(folder, name)).isDirectory())) {
    for (const file of readdirSync(join(folder, list)).filter((name) => extname(name) === ".txt")) {
      for (const line of readTextSync(join(folder, list, file)).split(/\r?\n/)) {
        if (line.trim() !== "") classes.set(line.trim(), basename(file, ".txt"));
      }
    }
  }
  return classes;
}

/** Returns the name of a folder, or of a file without `dataset_`. A plain `dataset.json` has the name of its folder. */
function nameOf(path: string): string {
  if (statSync(path).isDirectory()) return basename(path);
  const stem = basename(path, extname(path)).replace(/^dataset_?/, "");
  return stem === "" || /_caps(_verify)?$/.test(stem) ? basename(dirname(path)) : stem;
}
