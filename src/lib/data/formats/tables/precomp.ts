// Reads the text files of the released code: `*_caps.txt` with one caption a line and `*_filename.txt` with the image
// of each caption, or of each run of captions as in RSITMD's training files. Captions are read as a stream, so that a
// file of a million takes little memory.
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Split, splits } from "../../dataset.js";
import { type LoadedRecord, type LoaderContext, parseSplitName, toRecord } from "../reading.js";
import { readLines } from "../textFile.js";

/** A caption file and the file with the names of its images. */
interface FilePair {
  readonly split: Split;
  readonly captions: string;
  readonly names: string;
  /** True for a `*_verify` file. */
  readonly isVerified: boolean;
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
export async function* precompRecords(path: string, context: LoaderContext): AsyncGenerator<LoadedRecord> {
  for (const pair of pairsOf(path)) yield* recordsOf(pair, context);
}

function pairsOf(path: string): FilePair[] {
  const single = captionFile.exec(basename(path));
  if (single) return [pairOf(dirname(path), single)];
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  const found = readdirSync(path)
    .map((name) => captionFile.exec(name))
    .filter((match) => match !== null);
  const pairs = found.map((match) => pairOf(path, match));
  // The released script splits the training captions into *_verify files, which replace the unsplit files.
  const replaced = pairs.filter(({ isVerified }) => isVerified).map(({ split }) => split);
  const chosen = pairs.filter(({ split, isVerified }) => isVerified || !replaced.includes(split));
  return chosen.sort((a, b) => splits.indexOf(a.split) - splits.indexOf(b.split));
}

const captionFile = /^(train|val|dev|test)_caps(_verify)?\.txt$/;

function pairOf(folder: string, [name, word, suffix = ""]: RegExpExecArray): FilePair {
  return {
    split: parseSplitName(word!)!,
    captions: join(folder, name),
    names: join(folder, `${word}_filename${suffix}.txt`),
    isVerified: suffix !== "",
  };
}

async function* recordsOf(
  { captions, names, split }: FilePair,
  context: LoaderContext,
): AsyncGenerator<LoadedRecord> {
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
      yield toRecord({ filename, captions: own, split }, context, {
        file: captions,
        line: line - own.length + 1,
      });
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
