// Words and their numbers, in the form of the published vocabulary files: {word2idx, idx2word, idx}, where a
// number counts from 1 and 0 stands for padding. A word that is not listed counts as `<unk>`.
import { readFileSync } from "node:fs";
import { DataError } from "../base/errors.js";
import { stopWords } from "./stopWords.js";
import { tokenize } from "./tokenize.js";

/** The published file's form. */
export interface VocabularyJson {
  word2idx: Record<string, number>;
  idx2word: Record<string, string>;
  idx: number;
}

export interface VocabularyDifferences {
  readonly missing: readonly string[];
  readonly added: readonly string[];
  readonly renumbered: readonly string[];
}

export const unknownWord = "<unk>";

export class Vocabulary {
  private readonly numbers: Map<string, number>;
  private readonly unknown: number;

  private constructor(readonly words: readonly string[]) {
    this.numbers = new Map(words.map((word, i) => [word, i + 1]));
    this.unknown = this.numbers.get(unknownWord) ?? words.length + 1;
  }

  /** How many rows an embedding table needs: padding, every word, `<unk>`. */
  get size(): number {
    return Math.max(this.words.length, this.unknown) + 1;
  }

  /** Every word that occurs at least `minCount` times, in order of first occurrence. */
  static build(
    captions: Iterable<string>,
    { minCount = 1, without }: { minCount?: number; without?: ReadonlySet<string> } = {},
  ): Vocabulary {
    const counts = new Map<string, number>();
    for (const caption of captions) {
      for (const word of tokenize(caption)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const kept = [...counts].filter(([word, count]) => count >= minCount && !without?.has(word));
    return new Vocabulary(kept.map(([word]) => word));
  }

  /**
   * The vocabulary as the authors built theirs (released `vocab.py`): words that occur five times or more, less
   * NLTK's stop words, then `<unk>`. From RSITMD's training captions followed by its test captions it is the
   * published file, word for word and number for number; so the published vocabulary has seen the test captions,
   * and one built from the training captions alone has 81 words less.
   */
  static buildAsPublished(captions: Iterable<string>): Vocabulary {
    const { words } = Vocabulary.build(captions, { minCount: 5, without: stopWords });
    return new Vocabulary([...words, unknownWord]);
  }

  /** @throws {DataError} when the value is not of the published form */
  static fromJSON(json: unknown, file = "vocabulary"): Vocabulary {
    const numbers = (json as Partial<VocabularyJson> | null)?.word2idx;
    if (typeof numbers !== "object" || numbers === null) {
      throw new DataError(`${file}: expected a vocabulary {word2idx, idx2word, idx}, found no word2idx.`);
    }
    const words = Object.entries(numbers).sort(([, a], [, b]) => a - b);
    const wrong = words.findIndex(([, number], i) => number !== i + 1);
    if (wrong >= 0) {
      throw new DataError(
        `${file}: expected word numbers 1, 2, 3 …, found ${words[wrong]![1]} for "${words[wrong]![0]}".`,
      );
    }
    return new Vocabulary(words.map(([word]) => word));
  }

  /** @throws {DataError} that names the file when it cannot be read as a vocabulary */
  static read(file: string): Vocabulary {
    let json: unknown;
    try {
      json = JSON.parse(readFileSync(file, "utf8"));
    } catch (error) {
      throw new DataError(`${file}: expected a vocabulary in JSON, found ${(error as Error).message}.`);
    }
    return Vocabulary.fromJSON(json, file);
  }

  toJSON(): VocabularyJson {
    const numbered = this.words.map((word, i) => [word, i + 1] as const);
    return {
      word2idx: Object.fromEntries(numbered),
      idx2word: Object.fromEntries(numbered.map(([word, number]) => [String(number), word])),
      idx: this.words.length + 1,
    };
  }

  /** What another vocabulary has otherwise: words it lacks or adds, and words of another number. */
  differences(other: Vocabulary): VocabularyDifferences {
    return {
      missing: this.words.filter((word) => !other.numbers.has(word)),
      added: other.words.filter((word) => !this.numbers.has(word)),
      renumbered: this.words.filter(
        (word) => other.numbers.has(word) && other.numbers.get(word) !== this.numbers.get(word),
      ),
    };
  }

  /** The numbers of a sentence's words. */
  encode(text: string): number[] {
    return tokenize(text).map((word) => this.numbers.get(word) ?? this.unknown);
  }

  /** Words of a sentence that are not in the vocabulary. */
  unknownWords(text: string): string[] {
    return tokenize(text).filter((word) => !this.numbers.has(word));
  }
}
