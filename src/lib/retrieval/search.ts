// Ranks images by a text.
import * as tf from "@tensorflow/tfjs-core";
import { OptionError } from "../base/errors.js";
import { requireLiveModel } from "../models/contract/liveModel.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import { gatherRows } from "../nn/sequences/gatherRows.js";
import { sentenceOf, type TextQuery } from "../text/query.js";
import { requireCount, requireLiveVectors } from "./arguments.js";
import type { ImageIndex, IndexedImage } from "./imageIndex.js";
import {
  checkRerankOptions,
  defaultK,
  type RerankedCandidate,
  type RerankOptions,
  rerankQuery,
} from "./rerank/index.js";
import { similarityMatrix } from "./similarityMatrix.js";

/** One image that a search found. */
export interface SearchResult extends IndexedImage {
  /** Position in the index. */
  readonly index: number;
  /** The model's score. The shipped models return cosines in −1…1. */
  readonly score: number;
  /** The terms of the rerank, with the places before and after; undefined without a rerank and after its first K. */
  readonly reranked?: RerankedCandidate;
}

/** The rerank of a search. */
export interface SearchRerank extends RerankOptions {
  /**
   * The texts that compete with the query for each image, such as the captions of a data set, as `encodeTexts` returns
   * them: [texts, m]. Encode them once for all searches.
   */
  readonly rivals: tf.Tensor2D;
}

/** Options of `search`. */
export interface SearchOptions {
  /** Reranks the first K images, see `rerank`. None by default. */
  readonly rerank?: SearchRerank;
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
 * const rivals = await encodeTexts(model, dataset.captions);
 * const [first] = await search(model, index, "white planes beside a terminal", 10, { rerank: { rivals, k: 3 } });
 * console.log(first!.reranked?.before, first!.reranked?.after);
 *
 * @throws {OptionError} when the model knows none of the words, `top` is not a whole number of at least 1, model, index or
 *   rivals were disposed of, or an option of the rerank is outside of its range
 */
export async function search(
  model: RetrievalModel,
  index: ImageIndex,
  query: TextQuery,
  top = 10,
  { rerank }: SearchOptions = {},
): Promise<SearchResult[]> {
  requireCount("top", top);
  requireLiveModel(model);
  requireLiveVectors("index", index.embeddings);
  if (rerank) {
    checkRerankOptions(rerank);
    requireLiveVectors("rivals", rerank.rivals);
  }
  requireKnownWords(model, query);
  const encoded = model.encodeTexts([query]);
  const scores = await similarityMatrix(model, index.embeddings, encoded);
  encoded.dispose();
  const results = index.records
    .map((record, i): SearchResult => ({ ...record, index: i, score: scores[i]! }))
    .sort((a, b) => b.score - a.score);
  const ordered = rerank ? await rerankFirst(model, index, results, rerank) : results;
  return ordered.slice(0, top);
}

/** Reranks the first K results. The others keep their order. */
async function rerankFirst(
  model: RetrievalModel,
  { embeddings }: ImageIndex,
  results: readonly SearchResult[],
  { rivals, ...options }: SearchRerank,
): Promise<SearchResult[]> {
  const first = results.slice(0, options.k ?? defaultK);
  const rows = first.map(({ index }) => index);
  const visual = tf.tidy(() => gatherRows(embeddings, tf.tensor1d(rows, "int32")));
  const matrix = await similarityMatrix(model, visual, rivals).finally(() => visual.dispose());
  const texts = rivals.shape[0];
  const reranked = rerankQuery(
    {
      scores: Float32Array.from(first, ({ score }) => score),
      rivals: (row) => matrix.subarray(row * texts, (row + 1) * texts),
    },
    options,
  );
  const moved = reranked.map((terms) => {
    const result = first[terms.index]!;
    return { ...result, reranked: { ...terms, index: result.index } };
  });
  const kept = new Set(moved.map(({ index }) => index));
  return [...moved, ...results.filter(({ index }) => !kept.has(index))];
}

/** @throws {OptionError} when the model knows none of the query's words */
export function requireKnownWords({ tokenizer }: RetrievalModel, query: TextQuery): void {
  const text = sentenceOf(query);
  if (tokenizer.encode(text).length > tokenizer.unknownWords(text).length) return;
  throw new OptionError(
    `"${text}": expected at least one word of the model's vocabulary, found none; try other words.`,
  );
}
