// Ranks images by a text.
import { OptionError } from "../base/errors.js";
import { requireLiveModel } from "../models/contract/liveModel.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import { sentenceOf, type TextQuery } from "../text/query.js";
import { requireCount, requireLiveVectors } from "./arguments.js";
import type { ImageIndex, IndexedImage } from "./imageIndex.js";
import { similarityMatrix } from "./similarityMatrix.js";

/** One image that a search found. */
export interface SearchResult extends IndexedImage {
  /** Position in the index. */
  readonly index: number;
  /** The model's score. The shipped models return cosines in −1…1. */
  readonly score: number;
}

/**
 * Finds the images that fit a sentence, keywords or both best.
 *
 * @param top greatest number of results, 10 by default; an index with fewer images returns all of them
 * @returns results with the best first
 *
 * @example
 * const [best] = await search(model, index, "white planes beside a terminal");
 * console.log(best!.name, best!.score);
 *
 * @throws {OptionError} when the model knows none of the words, `top` is not a whole number of at least 1, or model or
 *   index was disposed of
 */
export async function search(
  model: RetrievalModel,
  index: ImageIndex,
  query: TextQuery,
  top = 10,
): Promise<SearchResult[]> {
  requireCount("top", top);
  requireLiveModel(model);
  requireLiveVectors("index", index.embeddings);
  requireKnownWords(model, query);
  const encoded = model.encodeTexts([query]);
  const scores = await similarityMatrix(model, index.embeddings, encoded);
  encoded.dispose();
  return index.records
    .map((record, i) => ({ ...record, index: i, score: scores[i]! }))
    .sort((a, b) => b.score - a.score)
    .slice(0, top);
}

/** @throws {OptionError} when the model knows none of the query's words */
export function requireKnownWords({ tokenizer }: RetrievalModel, query: TextQuery): void {
  const text = sentenceOf(query);
  if (tokenizer.encode(text).length > tokenizer.unknownWords(text).length) return;
  throw new OptionError(
    `"${text}": expected at least one word of the model's vocabulary, found none; try other words.`,
  );
}
