// Computes BLEU of many texts against the captions of one image. A table holds the captions' n-gram counts, so that
// each text only looks up its own n-grams. Texts with equal counts share their score.
import { type BleuOptions, bleuScorer, nearestLength } from "../text/measures/bleu.js";
import type { Corpus } from "./corpus.js";

/** Counts below 64 are packed into one number of 53 bits, the key of their score. */
const longest = 64;

/** Scores texts of a corpus against one set of references at a time. */
export class BleuRow {
  readonly #corpus: Corpus;
  readonly #score: ReturnType<typeof bleuScorer>;
  readonly #most: readonly Uint8Array[];
  readonly #matches: Float64Array;
  readonly #known = new Map<number, number>();
  #references: Int32Array = new Int32Array();
  #lengths: number[] = [];

  constructor(corpus: Corpus, options: BleuOptions) {
    this.#corpus = corpus;
    this.#score = bleuScorer(options);
    this.#most = corpus.ngrams.map(({ size }) => new Uint8Array(size));
    this.#matches = new Float64Array(corpus.ngrams.length);
  }

  /** @param texts numbers of the texts in the corpus that become the references */
  setReferences(texts: Int32Array): void {
    this.#layOut((most, ngram) => {
      most[ngram] = 0;
    });
    this.#references = texts;
    this.#layOut((most, ngram, count) => {
      most[ngram] = Math.max(most[ngram]!, Math.min(255, count));
    });
    const { starts } = this.#corpus.words;
    this.#lengths = Array.from(texts, (text) => starts[text + 1]! - starts[text]!);
  }

  #layOut(write: (most: Uint8Array, ngram: number, count: number) => void): void {
    for (const [n, { ids, counts }] of this.#corpus.ngrams.entries()) {
      for (const text of this.#references) {
        for (let k = ids.starts[text]!; k < ids.starts[text + 1]!; k++) {
          write(this.#most[n]!, ids.values[k]!, counts[k]!);
        }
      }
    }
  }

  /** Returns BLEU of a text of the corpus, 0 … 1. */
  of(text: number): number {
    const { words, ngrams } = this.#corpus;
    const length = words.starts[text + 1]! - words.starts[text]!;
    const referenceLength = nearestLength(this.#lengths, length);
    let key = length * longest + referenceLength;
    for (let n = 0; n < ngrams.length; n++) {
      const matches = this.#count(n, text);
      if (n === 0 && matches === 0) return 0;
      this.#matches[n] = matches;
      key = key * longest + matches;
    }
    const counts = { matches: this.#matches, length, referenceLength };
    if (length >= longest || referenceLength >= longest) return this.#score(counts);
    let score = this.#known.get(key);
    if (score === undefined) {
      score = this.#score(counts);
      this.#known.set(key, score);
    }
    return score;
  }

  /** Counts the n-grams of order n + 1 that the references have too, clipped to their greatest count in a reference. */
  #count(n: number, text: number): number {
    const { ids, counts } = this.#corpus.ngrams[n]!;
    const most = this.#most[n]!;
    let matches = 0;
    for (let k = ids.starts[text]!; k < ids.starts[text + 1]!; k++) {
      const there = most[ids.values[k]!]!;
      if (there > 0) matches += Math.min(there, counts[k]!);
    }
    return matches;
  }
}
