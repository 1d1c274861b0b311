// Sentences of different lengths as one rectangle of word numbers, and which of its cells hold a word.

/** Word numbers of a sentence or a keyword. */
export type Words = readonly number[];

export interface PaddedSequences {
  /** Words of the longest sentence, at least 1. */
  readonly steps: number;
  /** [sentences, steps], row after row; 0 where a sentence has ended. */
  readonly ids: Int32Array;
  /** [sentences, steps]: 1 where there is a word, 0 where a sentence has ended. */
  readonly presence: Float32Array;
}

export function padSequences(sentences: readonly Words[]): PaddedSequences {
  const steps = Math.max(1, ...sentences.map((words) => words.length));
  const ids = new Int32Array(sentences.length * steps);
  const presence = new Float32Array(sentences.length * steps);
  for (const [row, words] of sentences.entries()) {
    ids.set(words, row * steps);
    presence.fill(1, row * steps, row * steps + words.length);
  }
  return { steps, ids, presence };
}
