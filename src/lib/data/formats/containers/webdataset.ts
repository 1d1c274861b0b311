// Reads the tar archives of webdataset (RS5M, SkyScript): files with the same name before the first dot are one sample, an
// image with its caption in `.txt` or `.json`. Images are read from the archive when they are needed.

import { readRange } from "../../../base/files/readRange.js";
import { isImageFile } from "../../images/imageFiles.js";
import { pathInArchive } from "../../images/imageInArchive.js";
import { readObject } from "../json/objectRecords.js";
import { type LoadedRecord, type LoaderContext, splitOfName, toRecord } from "../reading.js";
import { type TarEntry, tarEntries } from "./tarFile.js";

/** Yields a record for each sample with an image and a caption. */
export function* webdatasetRecords(file: string, context: LoaderContext): Generator<LoadedRecord> {
  const split = splitOfName(file) ?? "train";
  let record = 0;
  for (const sample of samples(file)) {
    record += 1;
    const place = { file, record };
    const image = sample.find(({ name }) => isImageFile(name));
    const problem = (reason: string) =>
      context.report({ severity: "error", ...place, filename: image?.name ?? sample[0]!.name, reason });
    if (!image) {
      problem("has no image, expected one such as 000001.jpg");
      continue;
    }
    const parts = captionOf(file, image.name, sample, split, context);
    if (typeof parts === "string") problem(parts);
    else {
      const loaded = toRecord(parts, context, place);
      yield { ...loaded, record: { ...loaded.record, path: pathInArchive(file, image) } };
    }
  }
}

/** Groups the files of an archive, which lie beside each other. */
function* samples(file: string): Generator<TarEntry[]> {
  let sample: TarEntry[] = [];
  for (const entry of tarEntries(file)) {
    if (sample.length > 0 && keyOf(entry) !== keyOf(sample[0]!)) {
      yield sample;
      sample = [];
    }
    sample.push(entry);
  }
  if (sample.length > 0) yield sample;
}

function keyOf({ name }: TarEntry): string {
  const slash = name.lastIndexOf("/") + 1;
  const dot = name.indexOf(".", slash);
  return dot < 0 ? name : name.slice(0, dot);
}

function captionOf(
  file: string,
  filename: string,
  sample: readonly TarEntry[],
  split: LoadedRecord["record"]["split"],
  context: LoaderContext,
) {
  const text = (ending: string) => {
    const entry = sample.find(({ name }) => name.toLowerCase().endsWith(ending));
    return entry && readRange(file, entry.offset, entry.size).toString("utf8");
  };
  const sceneClass = text(".cls")?.trim();
  const plain = text(".txt") ?? text(".caption");
  if (plain !== undefined) return { filename, captions: [plain.trim()], split, sceneClass };
  const json = text(".json");
  if (json === undefined) return "has no caption, expected a .txt or a .json beside the image";
  let value: object;
  try {
    value = JSON.parse(json) as object;
  } catch {
    return "has a .json that is no JSON";
  }
  const parts = readObject({ ...value, filename }, { split, sceneClass }, context.columns);
  return "problem" in parts ? parts.problem : { ...parts, filename };
}
