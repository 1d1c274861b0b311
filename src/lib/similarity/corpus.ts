// Replaces every word, stem and n-gram of captions by a number, in typed arrays that threads can share. The similarity
// matrix is computed from these numbers.
import { porterStem } from "../text/measures/porterStem.js";
import type { WordNet } from "../text/measures/wordNet.js";

/** Lists of numbers in one array. List i is `values[starts[i]] … values[starts[i + 1] - 1]`. */
export interface Lists {
  readonly values: Int32Array;
  readonly starts: Int32Array;
}

/** n-grams of one order in each text. */
export interface Ngrams {
  /** Numbers of the different n-grams of each text. */
  readonly ids: Lists;
  /** Occurrences of each entry of `ids.values`. */
  readonly counts: Int32Array;
  /** Number of different n-grams. */
  readonly size: number;
}

/** Texts as numbers. Texts of the same words are one text. */
export interface Corpus {
  /** Words of each different text, in order. */
  readonly words: Lists;
  /** n-grams by order. `ngrams[0]` are single words. */
  readonly ngrams: readonly Ngrams[];
  /** Stems and synonyms, for METEOR only. */
  readonly forms?: Forms;
  /** 1 for each content word, for the released measure only. */
  readonly content?: Uint8Array;
}

/** Stems and synonyms of words. */
export interface Forms {
  /** The stem of each word. */
  readonly stems: Int32Array;
  /** For each stem, the stem itself and then the stems whose WordNet synonyms include it. */
  readonly acceptedBy: Lists;
}

/** A corpus and the number of each original text in it. */
export interface InternedTexts {
  readonly corpus: Corpus;
  readonly textOf: Int32Array;
}

/** Options of `internTexts`. */
export interface InternOptions {
  /** Splits a text into words. */
  readonly words: (text: string) => readonly string[];
  /** Words of the longest n-gram to number. 0 for none. */
  readonly orders: number;
  /** Source of synonyms. Without it the corpus has no stems and synonyms. */
  readonly wordNet?: Pick<WordNet, "synonyms">;
  /** Selects the content words. */
  readonly isContent?: (word: string) => boolean;
}

/** Makes a corpus of captions, as they are written. */
export function internTexts(texts: readonly string[], options: InternOptions): InternedTexts {
  const { orders, wordNet, isContent } = options;
  const wordNumbers = new Numbers();
  const different = new Numbers();
  const words: number[][] = [];
  const textOf = Int32Array.from(texts, (text) => {
    const own = options.words(text).map((word) => wordNumbers.of(word));
    const number = different.of(own.join(" "));
    words[number] ??= own;
    return number;
  });
  return {
    textOf,
    corpus: {
      words: lists(words),
      ngrams: Array.from({ length: orders }, (_, i) => numberNgrams(words, i + 1, wordNumbers.size)),
      forms: wordNet && formsOf(wordNumbers.all, wordNet),
      content: isContent && Uint8Array.from(wordNumbers.all, (word) => Number(isContent(word))),
    },
  };
}

/** Numbers different strings or numbers from 0 in the order of their first occurrence. */
class Numbers<T extends string | number = string> {
  readonly #numbers = new Map<T, number>();

  get all(): T[] {
    return [...this.#numbers.keys()];
  }

  get size(): number {
    return this.#numbers.size;
  }

  of(value: T): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    this.#numbers.set(value, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  get(value: T): number | undefined {
    return this.#numbers.get(value);
  }
}

/** Numbers n-grams. An n-gram is identified by its first n−1 words, already a number, and its last word. */
function numberNgrams(texts: readonly number[][], order: number, wordCount: number): Ngrams {
  const perOrder = Array.from({ length: order }, () => new Numbers<number>());
  const counted = texts.map((words) => {
    const counts = new Map<number, number>();
    for (let i = 0; i + order <= words.length; i++) {
      let ngram = words[i]!;
      for (let n = 1; n < order; n++) ngram = perOrder[n]!.of(ngram * wordCount + words[i + n]!);
      counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
    }
    return counts;
  });
  return {
    ids: lists(counted.map((counts) => [...counts.keys()])),
    counts: Int32Array.from(counted.flatMap((counts) => [...counts.values()])),
    size: order === 1 ? wordCount : perOrder.at(-1)!.size,
  };
}

function formsOf(words: readonly string[], wordNet: Pick<WordNet, "synonyms">): Forms {
  const numbers = new Numbers();
  const stems = Int32Array.from(words, (word) => numbers.of(porterStem(word)));
  const acceptedBy = numbers.all.map((_, i) => [i]);
  for (const [i, stem] of numbers.all.entries()) {
    for (const synonym of wordNet.synonyms(stem)) {
      const other = numbers.get(synonym);
      if (other !== undefined && other !== i) acceptedBy[other]!.push(i);
    }
  }
  return { stems, acceptedBy: lists(acceptedBy) };
}

function lists(of: readonly (readonly number[])[]): Lists {
  const starts = new Int32Array(of.length + 1);
  for (const [i, list] of of.entries()) starts[i + 1] = starts[i]! + list.length;
  const values = new Int32Array(starts.at(-1)!);
  for (const [i, list] of of.entries()) values.set(list, starts[i]);
  return { values, starts };
}
