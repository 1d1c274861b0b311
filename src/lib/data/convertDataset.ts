// Writes the captions and file names of a data set in another format. The images stay in their folder.
import { join } from "node:path";
import { OptionError } from "../base/errors.js";
import { makeFolder, requireSourcesKept } from "../base/files/output.js";
import { requirePath } from "../base/files/path.js";
import { writeFileAtomic } from "../base/writeFileAtomic.js";
import { tokenize } from "../text/tokenize.js";
import { type Dataset, type ImageRecord, splits } from "./dataset.js";

/** Names of the formats that `convertDataset` writes. */
export const writtenFormats = ["json", "precomp", "csv", "coco"] as const;

/**
 * A format that `convertDataset` writes:
 * - `json`: `dataset.json` of RSITMD, RSICD and Karpathy, with everything
 * - `precomp`: `train_caps.txt`, `train_filename.txt` …, one line for each caption, without keywords
 * - `csv`: `captions.csv` with the columns filename, caption, split, keywords, class
 * - `coco`: `captions_train.json` … of COCO, without keywords
 */
export type WrittenFormat = (typeof writtenFormats)[number];

/**
 * Writes the captions of a data set in another format.
 *
 * @param folder is made when it is missing
 * @returns paths of the written files
 * @throws {OptionError} for an unknown format, or a folder where a result would replace a file of the data set itself
 * @throws {FileError} when the folder cannot be written
 * @example
 * const [file] = await convertDataset(dataset, "csv", "converted");
 */
export async function convertDataset(
  dataset: Dataset,
  format: WrittenFormat,
  folder: string,
): Promise<string[]> {
  if (!writtenFormats.includes(format)) {
    throw new OptionError(
      `format: expected one of ${writtenFormats.join(", ")}, found "${format}"; name one of them.`,
    );
  }
  requirePath("folder", folder);
  const files = filesOf(dataset, format);
  requireSourcesKept(
    files.map(([name]) => join(folder, name)),
    dataset.files,
  );
  makeFolder(folder);
  for (const [name, text] of files) await writeFileAtomic(join(folder, name), text);
  return files.map(([name]) => join(folder, name));
}

function filesOf(dataset: Dataset, format: WrittenFormat): [name: string, text: string][] {
  if (format === "json") return [["dataset.json", json(captionJson(dataset))]];
  if (format === "csv") return [["captions.csv", csv(dataset.records)]];
  return splits.flatMap((split): [string, string][] => {
    const records = dataset.split(split).records;
    if (records.length === 0) return [];
    if (format === "coco") return [[`captions_${split}.json`, json(cocoAnnotations(records))]];
    const names = records.flatMap(({ filename, captions }) => captions.map(() => filename));
    return [
      [`${split}_caps.txt`, lines(records.flatMap(({ captions }) => captions.map(oneLine)))],
      [`${split}_filename.txt`, lines(names)],
    ];
  });
}

function captionJson({ name, records }: Dataset): unknown {
  let sentid = 0;
  const images = records.map(({ filename, split, captions, keywords, sceneClass }, imgid) => {
    const sentences = captions.map((raw) => ({ tokens: tokenize(raw), raw, imgid, sentid: sentid++ }));
    const sentids = sentences.map((sentence) => sentence.sentid);
    return { filename, split, imgid, class: sceneClass, sentids, keywords, sentences };
  });
  return { dataset: name, images };
}

function cocoAnnotations(records: readonly ImageRecord[]): unknown {
  const annotations = records.flatMap(({ captions }, i) =>
    captions.map((caption) => ({ image_id: i + 1, caption })),
  );
  return {
    images: records.map(({ filename }, i) => ({ id: i + 1, file_name: filename })),
    annotations: annotations.map((annotation, i) => ({ id: i + 1, ...annotation })),
  };
}

function csv(records: readonly ImageRecord[]): string {
  const rows = records.flatMap(({ filename, captions, split, keywords, sceneClass }) =>
    captions.map((caption) =>
      [filename, caption, split, keywords.join(";"), sceneClass].map(field).join(","),
    ),
  );
  return lines(["filename,caption,split,keywords,class", ...rows]);
}

function field(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

function oneLine(caption: string): string {
  return caption.replace(/\s*[\r\n]+\s*/g, " ");
}
