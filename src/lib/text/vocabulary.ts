// Words and their numbers, in the format of the published vocabulary files: {word2idx, idx2word, idx}. Numbers count
// from 1, and 0 is padding. A word that is not listed has the number of `<unk>`.

import { DataError } from "../base/errors.js";
import { requirePath } from "../base/files/path.js";
import { readTextSync } from "../base/files/readText.js";
import { isObject } from "../base/isObject.js";
import { stopWords } from "./stopWords.js";
import { tokenize } from "./tokenize.js";
import type { Tokenizer } from "./tokenizer.js";

/** Content of a vocabulary file, as the authors publish it. */
export interface VocabularyJson {
  /** Number of each word, from 1. */
  word2idx: Record<string, number>;
  /** Word of each number. */
  idx2word: Record<string, string>;
  /** The next free number. */
  idx: number;
}

/** Differences between two vocabularies. */
export interface VocabularyDifferences {
  /** Words that the other vocabulary lacks. */
  readonly missing: readonly string[];
  /** Words that only the other vocabulary has. */
  readonly added: readonly string[];
  /** Words that have another number there. */
  readonly renumbered: readonly string[];
}

/** Options of `Vocabulary.build`. */
export interface VocabularyOptions {
  /** Least number of occurrences of a word. Default 1. */
  readonly minCount?: number;
  /** Words to leave out. Default: none. */
  readonly without?: ReadonlySet<string>;
}

/** Every unlisted word has the number of this one. */
const unknownWord = "<unk>";

/**
 * Numbers for the words of captions. A vocabulary is the tokenizer of AMFMN's models.
 *
 * @example
 * const vocabulary = Vocabulary.build(["a gray port", "two ships in a port"]);
 * vocabulary.encode("A port with two boats."); // [1, 3, 7, 4, 7]
 * vocabulary.unknownWords("A port with two boats."); // ["with", "boats"]
 */
export class Vocabulary implements Tokenizer {
  private readonly numbers: Map<string, number>;
  private readonly unknown: number;

  /** @param words in the order of their numbers, which count from 1 */
  private constructor(readonly words: readonly string[]) {
    this.numbers = new Map(words.map((word, i) => [word, i + 1]));
    this.unknown = this.numbers.get(unknownWord) ?? words.length + 1;
  }

  /** Rows of the embedding table: one for padding, one for each word, one for `<unk>`. */
  get size(): number {
    return Math.max(this.words.length, this.unknown) + 1;
  }

  /**
   * Collects the words of captions in the order of their first occurrence.
   *
   * @example
   * const vocabulary = Vocabulary.build(dataset.split("train").captions, { minCount: 2 });
   */
  static build(captions: Iterable<string>, { minCount = 1, without }: VocabularyOptions = {}): Vocabulary {
    const counts = new Map<string, number>();
    for (const caption of captions) {
      for (const word of tokenize(caption)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const kept = [...counts].filter(([word, count]) => count >= minCount && !without?.has(word));
    return new Vocabulary(kept.map(([word]) => word));
  }

  /**
   * Builds a vocabulary as the authors did (released `vocab.py`): words that occur at least five times, without NLTK's
   * stop words, then `<unk>`.
   *
   * RSITMD's training captions followed by its test captions give the published file exactly. The published vocabulary
   * has therefore seen the test captions. The training captions alone give 81 words less.
   *
   * @example
   * const published = Vocabulary.buildAsPublished([
   *   ...dataset.split("train").captions,
   *   ...dataset.split("test").captions,
   * ]);
   */
  static buildAsPublished(captions: Iterable<string>): Vocabulary {
    const { words } = Vocabulary.build(captions, { minCount: 5, without: stopWords });
    return new Vocabulary([...words, unknownWord]);
  }

  /**
   * Reads a vocabulary from parsed JSON.
   *
   * @param file name for messages. Default `vocabulary`.
   * @throws {DataError} when the value has no `word2idx` or its numbers are not 1, 2, 3 …
   * @example
   * const copy = Vocabulary.fromJSON(JSON.parse(JSON.stringify(vocabulary)));
   */
  static fromJSON(json: unknown, file = "vocabulary"): Vocabulary {
    const numbers = isObject(json) ? json.word2idx : undefined;
    if (!isObject(numbers)) {
      throw new DataError(
        `${file}: expected a vocabulary {word2idx, idx2word, idx}, found no word2idx; write one with amfmn dataset vocabulary.`,
      );
    }
    const words = Object.entries(numbers as Record<string, number>).sort(([, a], [, b]) => a - b);
    const wrong = words.findIndex(([, number], i) => number !== i + 1);
    if (wrong >= 0) {
      throw new DataError(
        `${file}: expected word numbers 1, 2, 3 …, found ${words[wrong]![1]} for "${words[wrong]![0]}"; write the file again with amfmn dataset vocabulary.`,
      );
    }
    return new Vocabulary(words.map(([word]) => word));
  }

  /**
   * Reads a vocabulary file.
   *
   * @throws {DataError} with the file's name when it is missing or is no vocabulary
   */
  static read(file: string): Vocabulary {
    requirePath("vocabulary", file);
    let json: unknown;
    try {
      json = JSON.parse(readTextSync(file));
    } catch (error) {
      throw new DataError(
        `${file}: expected a vocabulary in JSON, found ${(error as Error).message}; write one with amfmn dataset vocabulary.`,
      );
    }
    return Vocabulary.fromJSON(json, file);
  }

  /** Returns the content of a vocabulary file, which `JSON.stringify` uses. */
  toJSON(): VocabularyJson {
    const numbered = this.words.map((word, i) => [word, i + 1] as const);
    return {
      word2idx: Object.fromEntries(numbered),
      idx2word: Object.fromEntries(numbered.map(([word, number]) => [String(number), word])),
      idx: this.words.length + 1,
    };
  }

  /**
   * Compares this vocabulary with another.
   *
   * @example
   * const { missing, added } = vocabulary.differences(Vocabulary.build(["a gray port"]));
   */
  differences(other: Vocabulary): VocabularyDifferences {
    return {
      missing: this.words.filter((word) => !other.numbers.has(word)),
      added: other.words.filter((word) => !this.numbers.has(word)),
      renumbered: this.words.filter(
        (word) => other.numbers.has(word) && other.numbers.get(word) !== this.numbers.get(word),
      ),
    };
  }

  /** Returns the numbers of a sentence's words. An unlisted word has the number of `<unk>`. */
  encode(text: string): number[] {
    return tokenize(text).map((word) => this.numbers.get(word) ?? this.unknown);
  }

  /** Returns the words of a sentence that are not listed, in order and with repetitions. */
  unknownWords(text: string): string[] {
    return tokenize(text).filter((word) => !this.numbers.has(word));
  }
}
