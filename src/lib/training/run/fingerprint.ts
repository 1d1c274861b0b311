// A fingerprint of the data that a run is trained on, so that a resumed run notices other data.
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { Dataset, type ImageRecord } from "../../data/dataset.js";
import { readFromArchive } from "../../data/images/imageInArchive.js";

/** One image of the training or validation split. */
type Entry = readonly [
  /** File name as the data set writes it. */
  name: string,
  split: string,
  /** Hash of the captions and keywords in their order. */
  texts: string,
  /** Hash of the image file; empty for a file that cannot be read. */
  image: string,
];

/** The images of the training and validation split, in the order of the data set. */
export type DataFingerprint = readonly Entry[];

/** Files up to this size are hashed whole. Of larger ones the size and evenly spaced pieces are. */
const wholeBytes = 1024 ** 2;
const [pieces, pieceBytes] = [16, 65_536];

/** Number of files that are read at a time. */
const atOnce = 8;

/**
 * Computes the fingerprint of a data set. The paths of the images and the test split are not in it, so that the data may
 * be moved and test images added.
 */
export async function fingerprintOf({ records }: Dataset): Promise<DataFingerprint> {
  const used = records.filter(({ split }) => split !== "test");
  const entries = new Array<Entry>(used.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < used.length; i = next++) {
      const { filename, split, captions, keywords, path } = used[i]!;
      entries[i] = [filename, split, hash([JSON.stringify([captions, keywords])]), await imageHash(path)];
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return entries;
}

/** Puts the records of a data set in the order of a fingerprint. Images that are not in it come last. */
export function orderedLike(dataset: Dataset, fingerprint: DataFingerprint): Dataset {
  const places = new Map(keyed(fingerprint).map(([key], place) => [key, place]));
  const keys = keyed(dataset.records.map((record) => [record.filename, record.split, record] as const));
  const placed = keys.map(([key, [, , record]], i): [number, ImageRecord] => [
    places.get(key) ?? fingerprint.length + i,
    record,
  ]);
  const records = placed.sort(([a], [b]) => a - b).map(([, record]) => record);
  return new Dataset(dataset.name, records, dataset.warnings);
}

/** Describes the differences of two fingerprints apart from the order, such as `2 images missing (a.tif, b.tif)`. */
export function dataDifferences(before: DataFingerprint, now: DataFingerprint): string[] {
  const [old, present] = [new Map(keyed(before)), new Map(keyed(now))];
  const [oldNames, names] = [new Set(before.map(([name]) => name)), new Set(now.map(([name]) => name))];
  const both = [...old].flatMap(([key, entry]) => {
    const other = present.get(key);
    return other ? [[entry, other] as const] : [];
  });
  const places = new Set(now.map(([name, split]) => `${split}/${name}`));
  const moved = before.filter(([name, split]) => names.has(name) && !places.has(`${split}/${name}`));
  const kinds: [string, readonly string[]][] = [
    ["missing", before.filter(([name]) => !names.has(name)).map(([name]) => name)],
    ["new", now.filter(([name]) => !oldNames.has(name)).map(([name]) => name)],
    ["in another split", moved.map(([name]) => name)],
    ["with other captions", both.filter(([a, b]) => a[2] !== b[2]).map(([[name]]) => name)],
    ["with other pixels", both.filter(([a, b]) => a[3] !== b[3]).map(([[name]]) => name)],
  ];
  return kinds
    .filter(([, found]) => found.length > 0)
    .map(([kind, found]) => `${found.length} image${found.length > 1 ? "s" : ""} ${kind} (${shown(found)})`);
}

function shown(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(", ")} …` : names.join(", ");
}

/** Adds a key of name, split and the number of earlier entries with both. */
function keyed<E extends readonly [name: string, split: string, ...rest: unknown[]]>(
  entries: readonly E[],
): [string, E][] {
  const counts = new Map<string, number>();
  return entries.map((entry) => {
    const key = `${entry[1]}/${entry[0]}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return [`${key}/${count}`, entry];
  });
}

async function imageHash(path: string): Promise<string> {
  let file: FileHandle | undefined;
  try {
    const packed = readFromArchive(path);
    if (packed) return hash([Buffer.from(packed)]);
    file = await open(path, "r");
    const { size } = await file.stat();
    if (size <= wholeBytes) return hash([await file.readFile()]);
    const parts: (Buffer | string)[] = [String(size)];
    for (let piece = 0; piece < pieces; piece++) {
      const start = Math.floor(((size - pieceBytes) * piece) / (pieces - 1));
      const { buffer, bytesRead } = await file.read(Buffer.alloc(pieceBytes), 0, pieceBytes, start);
      parts.push(buffer.subarray(0, bytesRead));
    }
    return hash(parts);
  } catch {
    return ""; // The training reports the file, with its own policy for broken images.
  } finally {
    await file?.close();
  }
}

function hash(parts: readonly (Buffer | string)[]): string {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return digest.digest("base64url").slice(0, 12);
}
