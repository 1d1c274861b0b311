// Word frequencies and sentence lengths of captions.
import type { Dataset } from "../../data/dataset.js";
import { stopWords } from "../../text/stopWords.js";
import { tokenize } from "../../text/tokenize.js";

/** A word of the captions and its frequency. */
export interface WordFrequency {
  /** The word in lower case. */
  readonly word: string;
  /** Occurrences in all captions. */
  readonly count: number;
  /** Number of images with the word in a caption. */
  readonly images: number;
}

/** Options of `wordFrequencies`. */
export interface WordFrequencyOptions {
  /** Leaves out NLTK's stop words. Default false. */
  readonly withoutStopWords?: boolean;
}

/**
 * Counts the words of the captions.
 *
 * @returns every word, the most frequent first, and words of the same count in alphabetical order
 * @example
 * const [most] = wordFrequencies(dataset, { withoutStopWords: true });
 */
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

/**
 * Counts the captions of each length.
 *
 * @returns the number of captions with 0, 1, 2 … words, without punctuation, up to the longest caption
 * @example
 * const ofTenWords = sentenceLengths(dataset)[10] ?? 0;
 */
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
