// Words of a caption exactly as the released code takes them: lower case first, then NLTK's `word_tokenize`
// (sentences by Punkt, words by the Treebank rules), then sixteen punctuation tokens dropped. Quotes, a lone
// apostrophe and double dashes are tokens that the released code keeps, so they stay here too.
import { splitSentences } from "./sentences.js";
import { treebankWords } from "./treebankWords.js";

/** What the released `data.py` and `vocab.py` drop after tokenizing. */
const punctuation = new Set([...",.:;?()[]&!*@#$%"]);

/**
 * Lower-case words of a caption, without punctuation.
 *
 * Equal to NLTK 3.10's `word_tokenize(text.lower())` less the tokens `, . : ; ? ( ) [ ] & ! * @ # $ %`
 * (released `data.py`).
 *
 * @example tokenize("It's a port. There aren't any ships!")
 * // → ["it", "'s", "a", "port", "there", "are", "n't", "any", "ships"]
 */
export function tokenize(text: string): string[] {
  return wordTokenize(text.toLowerCase()).filter((token) => !punctuation.has(token));
}

/** Tokens of a lower-case text with its punctuation, as NLTK's `word_tokenize` gives them. */
export function wordTokenize(text: string): string[] {
  return splitSentences(text).flatMap(treebankWords);
}
