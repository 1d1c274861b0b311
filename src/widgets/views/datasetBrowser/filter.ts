// Filters of the data set browser.
import type { ImageRecord } from "../../../lib/index.js";

/** Conditions on a record. An empty string accepts all records. */
export interface RecordFilter {
  /** Scene class of the record. */
  readonly sceneClass: string;
  /** Split of the record. */
  readonly split: string;
  /** Words, separated by spaces. Each must begin a word of the record's captions, keywords or file name. */
  readonly query: string;
}

/** Returns the records that fulfill all conditions. */
export function filtered(records: readonly ImageRecord[], filter: RecordFilter): ImageRecord[] {
  const wanted = wordsOf(filter.query);
  return records.filter(
    (record) =>
      (filter.sceneClass === "" || record.sceneClass === filter.sceneClass) &&
      (filter.split === "" || record.split === filter.split) &&
      (wanted.length === 0 || containsAll(record, wanted)),
  );
}

/** Returns the number of records of each scene class, sorted by name. */
export function countClasses(records: readonly ImageRecord[]): { name: string; images: number }[] {
  const counts = new Map<string, number>();
  for (const { sceneClass } of records) counts.set(sceneClass, (counts.get(sceneClass) ?? 0) + 1);
  return [...counts].map(([name, images]) => ({ name, images })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Returns the words of a text in lower case, without punctuation. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function containsAll({ captions, keywords, filename }: ImageRecord, wanted: readonly string[]): boolean {
  const words = wordsOf([...captions, ...keywords, filename].join(" "));
  return wanted.every((beginning) => words.some((word) => word.startsWith(beginning)));
}
