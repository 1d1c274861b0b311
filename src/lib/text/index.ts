/**
 * Text: tokens, vocabularies, queries, BLEU, METEOR and WordNet.
 * @module
 */
export { type BleuOptions, type SmoothingMethod, sentenceBleu, smoothingMethods } from "./measures/bleu.js";
export { type MeteorOptions, meteor } from "./measures/meteor.js";
export { porterStem } from "./measures/porterStem.js";
export { WordNet } from "./measures/wordNet.js";
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
