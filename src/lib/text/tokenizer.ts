// The contract of whatever turns texts into token numbers.

/** Turns texts into token numbers. A vocabulary of words is one, a byte-pair encoder another. */
export interface Tokenizer {
  /** Number of token numbers, so that an embedding table has a row for each. */
  readonly size: number;
  /** Returns the token numbers of a text; an unknown word has the number of `<unk>`. */
  encode(text: string): number[];
  /** Returns the words of a text that the tokenizer does not know. */
  unknownWords(text: string): string[];
  /** Returns JSON values for a checkpoint's header. */
  toJSON(): unknown;
}
