// The second half of the released similarity script: which share of each caption's content words a text has,
// averaged over an image's captions. A word's worth is the same for every text, so it is added up once.
import type { Corpus } from "./corpus.js";

/** Overlap of content words with one set of references at a time. */
export class OverlapRow {
  readonly #corpus: Corpus;
  /** What having a word is worth: Σ 1 ÷ content words, over the references that have it, ÷ references. */
  readonly #worth: Float64Array;
  readonly #wordsOf = new Map<number, Int32Array>();

  /** @param corpus with `content` */
  constructor(corpus: Corpus) {
    this.#corpus = corpus;
    this.#worth = new Float64Array(corpus.content!.length);
  }

  /** @param texts the texts of the corpus that are references from now on; those without content count nothing */
  setReferences(texts: Int32Array): void {
    this.#worth.fill(0);
    const lengths = Array.from(texts, (text) => this.#contentLength(text));
    const counted = lengths.filter((length) => length > 0).length;
    for (const [i, length] of lengths.entries()) {
      for (const word of this.#content(texts[i]!)) {
        this.#worth[word] = this.#worth[word]! + 1 / (length * counted);
      }
    }
  }

  /** The share of a text of the corpus, 0 … 1. */
  of(text: number): number {
    let share = 0;
    for (const word of this.#content(text)) share += this.#worth[word]!;
    return share;
  }

  /** Content words of a text, repeated ones as often as they stand. */
  #contentLength(text: number): number {
    const { words, content } = this.#corpus;
    const all = words.values.subarray(words.starts[text], words.starts[text + 1]);
    return all.reduce((count, word) => count + content![word]!, 0);
  }

  /** Different content words of a text. */
  #content(text: number): Int32Array {
    const known = this.#wordsOf.get(text);
    if (known) return known;
    const { words, content } = this.#corpus;
    const all = words.values.subarray(words.starts[text], words.starts[text + 1]);
    const different = Int32Array.from(new Set(all.filter((word) => content![word])));
    this.#wordsOf.set(text, different);
    return different;
  }
}
