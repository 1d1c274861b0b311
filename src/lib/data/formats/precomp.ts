// Reads the text files of the released code: `*_caps.txt` with one caption a line and `*_filename.txt` with the image
// of each caption, or of each run of captions as in RSITMD's training files. Captions are read as a stream, so that a
// file of a million takes little memory.
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type ImageRecord, type Split, splits } from "../dataset.js";
import { type LoaderContext, toRecord } from "./reading.js";
import { readLines } from "./textFile.js";

/** A caption file and the file with the names of its images. */
interface FilePair {
  readonly split: Split;
  readonly captions: string;
  readonly names: string;
}

/** Reports whether a path is a folder with such files, or a `*_caps.txt`. */
export function isPrecomp(path: string): boolean {
  return pairsOf(path).length > 0;
}

/**
 * Yields a record for each run of captions of an image.
 *
 * @param path the folder, or one `*_caps.txt`
 */
export async function* precompRecords(path: string, context: LoaderContext): AsyncGenerator<ImageRecord> {
  for (const pair of pairsOf(path)) yield* recordsOf(pair, context);
}

function pairsOf(path: string): FilePair[] {
  const single = /^(train|val|test)_caps(_verify)?\.txt$/.exec(basename(path));
  const [folder, wanted] = single ? [dirname(path), [single[1] as Split]] : [path, splits];
  const pair = (split: Split, suffix: string): FilePair => ({
    split,
    captions: join(folder, `${split}_caps${suffix}.txt`),
    names: join(folder, `${split}_filename${suffix}.txt`),
  });
  // The released script splits the training captions into *_verify files, which replace the unsplit files.
  const verified = wanted.filter((split) => existsSync(pair(split, "_verify").captions));
  const chosen = wanted.map((split) =>
    pair(split, verified.includes(split) && !single ? "_verify" : (single?.[2] ?? "")),
  );
  return chosen.filter(({ captions }) => existsSync(captions));
}

async function* recordsOf(
  { captions, names, split }: FilePair,
  context: LoaderContext,
): AsyncGenerator<ImageRecord> {
  const error = (file: string, reason: string) => context.report({ severity: "error", file, reason });
  if (!existsSync(names)) return error(names, `expected the file names of ${captions}, found no such file`);
  const imageNames = await allLines(names);
  const captionCount = await countLines(captions);
  const perName = captionCount / imageNames.length;
  if (!Number.isInteger(perName) || perName < 1) {
    const expected = `as many captions as ${basename(names)} has lines (${imageNames.length}) or a multiple of it`;
    return error(captions, `expected ${expected}, found ${captionCount}`);
  }
  for (const [i, name] of imageNames.entries()) {
    if (name !== "") continue;
    const reason = "is blank, expected a file name";
    context.report({ severity: "error", file: names, line: i + 1, reason });
  }
  let own: string[] = [];
  let line = 0;
  for await (const batch of readLines(captions)) {
    for (const caption of batch) {
      own.push(caption);
      line += 1;
      const filename = imageNames[Math.ceil(line / perName) - 1]!;
      if (line < captionCount && filename === imageNames[Math.floor(line / perName)]) continue;
      yield toRecord({ filename, captions: own, split }, context);
      own = [];
    }
  }
}

async function allLines(file: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const batch of readLines(file)) lines.push(...batch.map((line) => line.trim()));
  return lines;
}

async function countLines(file: string): Promise<number> {
  let count = 0;
  for await (const batch of readLines(file)) count += batch.length;
  return count;
}
