// Sentences of different lengths as one rectangle of word numbers.

/** Word numbers of a sentence or a keyword. */
export type Words = readonly number[];

/** Sentences padded to the length of the longest. */
export interface PaddedSequences {
  /** Length of the padded sentences, at least 1. */
  readonly steps: number;
  /** Word numbers, [sentences, steps], row after row; 0 is padding. */
  readonly ids: Int32Array;
  /** 1 for a word and 0 for padding, [sentences, steps], row after row. */
  readonly mask: Float32Array;
}

/**
 * Pads sentences with zeros to the length of the longest.
 *
 * @param multiple rounds that length up, so that batches have few different lengths
 *
 * @example
 * padSequences([[4, 2], [7]]); // { steps: 2, ids: [4, 2, 7, 0], mask: [1, 1, 1, 0] }
 */
export function padSequences(sentences: readonly Words[], multiple = 1): PaddedSequences {
  const longest = Math.max(1, ...sentences.map((words) => words.length));
  const steps = Math.ceil(longest / multiple) * multiple;
  const ids = new Int32Array(sentences.length * steps);
  const mask = new Float32Array(sentences.length * steps);
  for (const [row, words] of sentences.entries()) {
    ids.set(words, row * steps);
    mask.fill(1, row * steps, row * steps + words.length);
  }
  return { steps, ids, mask };
}
