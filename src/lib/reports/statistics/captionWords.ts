// How captions are worded: how often each word stands, and how long sentences are.
import type { Dataset } from "../../data/dataset.js";
import { stopWords } from "../../text/stopWords.js";
import { tokenize } from "../../text/tokenize.js";

export interface WordFrequency {
  readonly word: string;
  /** How often it stands in the captions. */
  readonly count: number;
  /** In how many images' captions it stands. */
  readonly images: number;
}

export interface WordFrequencyOptions {
  /** Leaves NLTK's stop words out. Default false. */
  readonly withoutStopWords?: boolean;
}

/** Every word of the captions, the most frequent first; words of the same count in alphabetical order. */
export function wordFrequencies(
  { records }: Dataset,
  { withoutStopWords = false }: WordFrequencyOptions = {},
): WordFrequency[] {
  const counts = new Map<string, { count: number; images: number }>();
  for (const { captions } of records) {
    const words = captions.flatMap(tokenize).filter((word) => !withoutStopWords || !stopWords.has(word));
    for (const [first, word] of words.map((one, i) => [words.indexOf(one) === i, one] as const)) {
      const entry = counts.get(word) ?? { count: 0, images: 0 };
      counts.set(word, { count: entry.count + 1, images: entry.images + Number(first) });
    }
  }
  return [...counts]
    .map(([word, entry]) => ({ word, ...entry }))
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
}

/** How many captions have 0, 1, 2 … words (punctuation not counted); the last entry is the longest caption's. */
export function sentenceLengths({ records }: Dataset): number[] {
  const lengths: number[] = [];
  for (const { captions } of records) {
    for (const caption of captions) {
      const length = tokenize(caption).length;
      while (lengths.length <= length) lengths.push(0);
      lengths[length]! += 1;
    }
  }
  return lengths;
}
