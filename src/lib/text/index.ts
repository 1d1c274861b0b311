/**
 * Text: tokens, vocabularies, queries, BLEU, METEOR and WordNet.
 * @module
 */
export { type BleuOptions, type SmoothingMethod, sentenceBleu, smoothingMethods } from "./bleu.js";
export { type MeteorOptions, meteor } from "./meteor.js";
export { porterStem } from "./porterStem.js";
export { type CompleteQuery, completeQuery, pickKeywords, sentenceOf, type TextQuery } from "./query.js";
export { stopWords } from "./stopWords.js";
export { tokenize } from "./tokenize.js";
export type { Tokenizer } from "./tokenizer.js";
export {
  Vocabulary,
  type VocabularyDifferences,
  type VocabularyJson,
  type VocabularyOptions,
} from "./vocabulary.js";
export { WordNet } from "./wordNet.js";
