// The contract between a model and the way it turns text into numbers.

/**
 * Turns text into the numbers that a model's text encoder reads. `Vocabulary` numbers whole words. A model with another
 * scheme, such as byte-pair encoding, brings its own class.
 */
export interface Tokenizer {
  /** Rows of the embedding table: the greatest number that `encode` can return, plus 1. */
  readonly size: number;

  /** Returns the numbers of a text in order. `Vocabulary` keeps 0 for padding. */
  encode(text: string): number[];

  /** Returns the parts of a text that have no number of their own. */
  unknownWords(text: string): string[];

  /** Returns true when `encode` leaves out the end of a text, for a model that reads a limited number of tokens. */
  cuts?(text: string): boolean;

  /** Returns the content of the tokenizer for a checkpoint. */
  toJSON(): unknown;
}
