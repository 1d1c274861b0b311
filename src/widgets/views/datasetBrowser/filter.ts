// Which records of a data set pass a class, a split and words.
import type { ImageRecord } from "../../../lib/index.js";

export interface RecordFilter {
  /** Empty strings let everything pass. */
  readonly sceneClass: string;
  readonly split: string;
  /** Words, apart by spaces: each must begin a word of the record's captions, keywords or file name. */
  readonly query: string;
}

export function filtered(records: readonly ImageRecord[], filter: RecordFilter): ImageRecord[] {
  const wanted = wordsOf(filter.query);
  return records.filter(
    (record) =>
      (filter.sceneClass === "" || record.sceneClass === filter.sceneClass) &&
      (filter.split === "" || record.split === filter.split) &&
      (wanted.length === 0 || containsAll(record, wanted)),
  );
}

/** How many records each class has, by name. */
export function countClasses(records: readonly ImageRecord[]): { name: string; images: number }[] {
  const counts = new Map<string, number>();
  for (const { sceneClass } of records) counts.set(sceneClass, (counts.get(sceneClass) ?? 0) + 1);
  return [...counts].map(([name, images]) => ({ name, images })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Lower case, without what is neither letter nor digit. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function containsAll({ captions, keywords, filename }: ImageRecord, wanted: readonly string[]): boolean {
  const words = wordsOf([...captions, ...keywords, filename].join(" "));
  return wanted.every((beginning) => words.some((word) => word.startsWith(beginning)));
}
