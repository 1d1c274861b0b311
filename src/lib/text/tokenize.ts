// Splits a caption into words exactly as the released code does: lower case, NLTK's `word_tokenize` (sentences by
// Punkt, words by the Treebank rules), then without sixteen punctuation tokens. Quotes, a lone apostrophe and double
// dashes remain, as in the released code.
import { splitSentences } from "./sentences.js";
import { treebankWords } from "./treebankWords.js";

/** Tokens that the released `data.py` and `vocab.py` remove. */
const punctuation = new Set([...",.:;?()[]&!*@#$%"]);

/**
 * Splits a caption into lower-case words without punctuation.
 *
 * The result equals NLTK 3.10's `word_tokenize(text.lower())` without the tokens `, . : ; ? ( ) [ ] & ! * @ # $ %`
 * (released `data.py`).
 *
 * @example
 * tokenize("It's a port. There aren't any ships!");
 * // ["it", "'s", "a", "port", "there", "are", "n't", "any", "ships"]
 */
export function tokenize(text: string): string[] {
  return wordTokenize(text.toLowerCase()).filter((token) => !punctuation.has(token));
}

/** Splits a lower-case text into words and punctuation, as NLTK's `word_tokenize` does. */
export function wordTokenize(text: string): string[] {
  return splitSentences(text).flatMap(treebankWords);
}
