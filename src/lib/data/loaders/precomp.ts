// The released code's text files: `*_caps.txt` with one caption a line and `*_filename.txt` with the image of
// each caption, or of each run of captions (as RSITMD's training files have it).
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DataError } from "../../errors.js";
import type { Dataset, ImageRecord, Split } from "../dataset.js";
import { sceneClassOf } from "../sceneClass.js";

const splits: readonly Split[] = ["train", "val", "test"];

/** @throws {DataError} when a caption file and its file names do not fit together */
export function loadPrecomp(folder: string, { images, name }: { images: string; name: string }): Dataset {
  const records = splits.flatMap((split) => {
    const captionFile = join(folder, `${split}_caps.txt`);
    return existsSync(captionFile)
      ? loadSplit(captionFile, join(folder, `${split}_filename.txt`), split, images)
      : [];
  });
  return { name, records };
}

function loadSplit(captionFile: string, nameFile: string, split: Split, images: string): ImageRecord[] {
  if (!existsSync(nameFile))
    throw new DataError(`${nameFile}: expected the file names of ${captionFile}, found no such file.`);
  const captions = lines(captionFile);
  const names = lines(nameFile);
  const perName = captions.length / names.length;
  if (!Number.isInteger(perName) || perName < 1) {
    throw new DataError(
      `${captionFile}: expected as many captions as ${nameFile} has lines (${names.length}) or a multiple of it, found ${captions.length}.`,
    );
  }
  const byImage = new Map<string, string[]>();
  for (const [i, caption] of captions.entries()) {
    const image = names[Math.floor(i / perName)]!;
    const list = byImage.get(image);
    if (list) list.push(caption);
    else byImage.set(image, [caption]);
  }
  return [...byImage].map(([filename, own]) => ({
    filename,
    path: join(images, filename),
    captions: own,
    keywords: [],
    sceneClass: sceneClassOf(filename),
    split,
  }));
}

/** Lines without the empty one after the last; an empty line between others is an empty caption and stays. */
function lines(file: string): string[] {
  const all = readFileSync(file, "utf8").split(/\r?\n/);
  if (all.at(-1) === "") all.pop();
  return all;
}
