// Words of captions that a model does not know.
import { OptionError } from "../base/errors.js";
import { listFirst } from "../base/messages/listFirst.js";
import { sentenceOf, type TextQuery } from "../text/query.js";
import type { Tokenizer } from "../text/tokenizer.js";

/** The words of some captions, as a model's tokenizer sees them. */
export interface UnknownWords {
  /** Different unknown words, the most frequent first. */
  readonly words: readonly string[];
  /** Number of their occurrences. */
  readonly count: number;
  /** Number of all tokens. */
  readonly total: number;
}

/**
 * Counts the words of captions that a tokenizer does not know. A model reads all of them as one word.
 *
 * @example
 * const { words, count, total } = unknownWords(model.tokenizer, dataset.split("test").captions);
 * console.log(`${count} of ${total} words are unknown: ${words.slice(0, 5).join(" ")}`);
 */
export function unknownWords(tokenizer: Tokenizer, captions: readonly string[]): UnknownWords {
  const counts = new Map<string, number>();
  let total = 0;
  for (const caption of captions) {
    total += tokenizer.encode(caption).length;
    for (const word of tokenizer.unknownWords(caption)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const words = [...counts].sort(([, a], [, b]) => b - a);
  return { words: words.map(([word]) => word), count: words.reduce((sum, [, n]) => sum + n, 0), total };
}

/**
 * Counts the texts whose end a model does not read, because they have more tokens than its context.
 *
 * @example
 * console.log(cutTexts(model.tokenizer, dataset.split("test").captions)); // 0 for AMFMN, which reads all words
 */
export function cutTexts(tokenizer: Tokenizer, texts: readonly TextQuery[]): number {
  if (!tokenizer.cuts) return 0;
  return texts.filter((text) => tokenizer.cuts?.(sentenceOf(text))).length;
}

/**
 * Refuses a vocabulary of which no word occurs, because a model then reads all texts alike.
 *
 * @param captions description for the message, such as `RSITMD's test captions`
 * @throws {OptionError} when the tokenizer knows no word of the texts
 */
export function requireKnownTexts(tokenizer: Tokenizer, texts: readonly TextQuery[], captions: string): void {
  const { words, count, total } = unknownWords(tokenizer, texts.map(sentenceOf));
  if (total === 0 || count < total) return;
  throw new OptionError(
    `vocabulary: expected words of ${captions}, found none of ${listFirst(words, 4)}; choose the vocabulary of these captions.`,
  );
}
