// The second part of the released measure: the share of each caption's content words that a text has, averaged over the
// captions of an image. A word contributes the same to every text, so that its contribution is summed once.
import type { Corpus } from "./corpus.js";

/** Scores texts of a corpus against one set of references at a time. */
export class OverlapRow {
  readonly #corpus: Corpus;
  /** Contribution of each word: Σ 1 ÷ content words, over the references that have it, ÷ references. */
  readonly #worth: Float64Array;
  readonly #wordsOf = new Map<number, Int32Array>();

  /** @param corpus with `content` */
  constructor(corpus: Corpus) {
    this.#corpus = corpus;
    this.#worth = new Float64Array(corpus.content!.length);
  }

  /** @param texts numbers of the texts in the corpus that become the references; texts without content do not count */
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

  /** Returns the share of a text of the corpus, 0 … 1. */
  of(text: number): number {
    let share = 0;
    for (const word of this.#content(text)) share += this.#worth[word]!;
    return share;
  }

  /** Counts the content words of a text with repetitions. */
  #contentLength(text: number): number {
    const { words, content } = this.#corpus;
    const all = words.values.subarray(words.starts[text], words.starts[text + 1]);
    return all.reduce((count, word) => count + content![word]!, 0);
  }

  /** Returns the different content words of a text. */
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
