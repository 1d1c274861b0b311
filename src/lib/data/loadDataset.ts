// Reads a data set in whatever known form it is in, and tells everything that does not fit at once.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { Dataset, type ImageRecord } from "./dataset.js";
import { type DatasetFormat, type RecognizedDataset, recognize } from "./formats/recognizeFormat.js";
import { type DataProblem, DatasetError } from "./problems.js";

export interface LoadOptions {
  /** Where the images lie; by default `images/` beside the captions. */
  readonly images?: string;
  /** What the data set is called; by default its folder's name, or its file's without `dataset_`. */
  readonly name?: string;
}

export interface InspectOptions extends LoadOptions {
  /** Looks for the image of every record and reports those that are not there. Default false. */
  readonly checkImages?: boolean;
}

/** A data set with all that was noticed while it was read. */
export interface DatasetInspection {
  readonly format: DatasetFormat;
  /** The file, or the folder of text files, that held the captions. */
  readonly source: string;
  /** The records that fit; those with errors are left out. */
  readonly dataset: Dataset;
  readonly problems: readonly DataProblem[];
}

/**
 * Loads captions and paths; images are opened when they are needed. The form is recognized from the content.
 * Blank sentences and the like stay in the data, and are told in `warnings`.
 *
 * @param path a data set's folder or file: JSON of RSITMD, RSICD, UCM, Sydney or Karpathy's COCO and Flickr30k;
 *   COCO's annotations; a folder with `*_caps.txt` and `*_filename.txt`, or one such file; a CSV of one's own
 * @throws {DatasetError} that lists the records that do not fit: file, number, expected, found
 * @throws {DataError} when the path holds no known form, or text of another encoding
 * @example
 * const scenes = await loadDataset("data/scenes");
 */
export async function loadDataset(path: string, options: LoadOptions = {}): Promise<Dataset> {
  const { dataset, problems } = await inspectDataset(path, options);
  if (problems.some(({ severity }) => severity === "error")) throw new DatasetError(problems);
  return new Dataset(dataset.name, dataset.records, problems);
}

/**
 * Reads a data set and reports everything that does not fit, instead of refusing it.
 * @throws {DataError} when the path holds no known form, or text of another encoding
 */
export async function inspectDataset(path: string, options: InspectOptions = {}): Promise<DatasetInspection> {
  const recognized = await recognize(path);
  const { format, source } = recognized;
  const folder = statSync(source).isDirectory() ? source : dirname(source);
  const images = options.images ?? join(folder, "images");
  const problems: DataProblem[] = [];
  const records = await collect(recognized, {
    images,
    classes: listedClasses(folder),
    report: (problem) => problems.push(problem),
  });
  problems.push(...peculiarities(records, source));
  if (options.checkImages) problems.push(...missingImages(records, images));
  const name = options.name ?? nameOf(path);
  return { format, source, dataset: new Dataset(name, records), problems };
}

/** Joins the parts of an image's record, which tables give row by row. */
async function collect(
  { records }: RecognizedDataset,
  context: Parameters<RecognizedDataset["records"]>[0],
): Promise<ImageRecord[]> {
  const byImage = new Map<string, ImageRecord>();
  for await (const record of records(context)) {
    const key = `${record.split}/${record.path}`;
    const before = byImage.get(key);
    // Growing in place keeps a million rows from copying their captions a million times.
    if (before) (before.captions as string[]).push(...record.captions);
    else byImage.set(key, { ...record, captions: [...record.captions] });
  }
  return [...byImage.values()];
}

/** What leaves the data usable but should be known: blank sentences, images in two splits, uneven numbers. */
function peculiarities(records: readonly ImageRecord[], file: string): DataProblem[] {
  const problems: DataProblem[] = [];
  const splitOf = new Map<string, string>();
  const usual = mostFrequent(records.map(({ captions }) => captions.length));
  for (const [i, { filename, captions, split, path }] of records.entries()) {
    const warn = (reason: string) =>
      problems.push({ severity: "warning", file, record: i + 1, filename, reason });
    for (const [k, caption] of captions.entries()) {
      if (caption.trim() === "") warn(`has a blank sentence (${k + 1} of ${captions.length})`);
    }
    if (captions.length !== usual) warn(`has ${captions.length} sentences, most images have ${usual}`);
    const other = splitOf.get(path);
    if (other !== undefined) warn(`stands in ${other} and again in ${split}`);
    splitOf.set(path, split);
  }
  return problems;
}

function mostFrequent(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), [0, 0])[0];
}

function missingImages(records: readonly ImageRecord[], folder: string): DataProblem[] {
  if (!existsSync(folder)) {
    const reason = `expected the images of ${records.length} records, found no such folder`;
    return [{ severity: "error", file: folder, reason }];
  }
  return records.flatMap(({ filename, path }, i): DataProblem[] => {
    if (existsSync(path)) return [];
    const reason = "has no image file";
    return [{ severity: "error", file: folder, record: i + 1, filename, reason }];
  });
}

/** Classes as RSICD ships them: a folder `txtclasses…` with a list of file names per class. */
function listedClasses(folder: string): Map<string, string> {
  const lists = readdirSync(folder).filter((name) => name.startsWith("txtclasses"));
  const classes = new Map<string, string>();
  for (const list of lists.filter((name) => statSync(join(folder, name)).isDirectory())) {
    for (const file of readdirSync(join(folder, list)).filter((name) => extname(name) === ".txt")) {
      for (const line of readFileSync(join(folder, list, file), "utf8").split(/\r?\n/)) {
        if (line.trim() !== "") classes.set(line.trim(), basename(file, ".txt"));
      }
    }
  }
  return classes;
}

/** A folder's name; of a file what tells it apart, or the name of its folder for a plain `dataset.json`. */
function nameOf(path: string): string {
  if (statSync(path).isDirectory()) return basename(path);
  const stem = basename(path, extname(path)).replace(/^dataset_?/, "");
  return stem === "" || /_caps(_verify)?$/.test(stem) ? basename(dirname(path)) : stem;
}
