// The vocabulary of a training split.
import type { Dataset } from "../data/dataset.js";
import { keywordText } from "../text/query.js";
import { Vocabulary } from "../text/vocabulary.js";

/**
 * Returns every word of the training captions and keywords.
 *
 * @example
 * const vocabulary = trainingVocabulary(dataset);
 * console.log(vocabulary.words.length);
 */
export function trainingVocabulary(dataset: Dataset): Vocabulary {
  const { records } = dataset.split("train");
  return Vocabulary.build(
    records.flatMap(({ captions, keywords }) => [...captions, ...keywords.map(keywordText)]),
  );
}
