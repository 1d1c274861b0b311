// Captions with every word, stem and n-gram replaced by a number, in typed arrays that are sent to a thread as they
// are: the fast similarity works on these alone and never sees a string.
import { porterStem } from "../text/porterStem.js";
import type { WordNet } from "../text/wordNet.js";

/** Lists of numbers one behind the other: list i is `values[starts[i]] … values[starts[i + 1] - 1]`. */
export interface Lists {
  readonly values: Int32Array;
  readonly starts: Int32Array;
}

/** n-grams of one order: which ones each text has, and how often. */
export interface Ngrams {
  readonly ids: Lists;
  /** Beside `ids.values`. */
  readonly counts: Int32Array;
  /** How many different ones there are. */
  readonly size: number;
}

/** Texts as numbers; texts of the same words are one. */
export interface Corpus {
  /** Words of each different text, in order. */
  readonly words: Lists;
  /** By order, as far as asked for: `ngrams[0]` are single words. */
  readonly ngrams: readonly Ngrams[];
  /** What only METEOR needs, where asked for. */
  readonly forms?: Forms;
  /** 1 for each word that counts for the overlap of words, where asked for. */
  readonly content?: Uint8Array;
}

/** Words and what else they may be matched with. */
export interface Forms {
  /** The stem of each word. */
  readonly stems: Int32Array;
  /** For each stem, the stems whose WordNet synonyms include it; the stem itself first. */
  readonly acceptedBy: Lists;
}

/** A corpus, and which of its texts each text given is. */
export interface InternedTexts {
  readonly corpus: Corpus;
  readonly textOf: Int32Array;
}

/** How texts become words, and what is to be known of them. */
export interface InternOptions {
  readonly words: (text: string) => readonly string[];
  /** The longest n-gram to number; 0 for none. */
  readonly orders: number;
  /** Where synonyms come from; without it stems and synonyms are left out. */
  readonly wordNet?: Pick<WordNet, "synonyms">;
  /** Which words count for the overlap of words. */
  readonly isContent?: (word: string) => boolean;
}

/** @param texts captions as written */
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

/** Gives every different string or number the next free number. */
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

/** An n-gram is the (n−1)-gram it begins with and its last word, so that one number tells it. */
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
