// Ranks images by a sentence: images are encoded once into an index that many queries use.
import type * as tf from "@tensorflow/tfjs-core";
import { OptionError } from "../base/errors.js";
import type { Amfmn } from "../models/amfmn/amfmn.js";
import { sentenceOf, type TextQuery } from "../text/query.js";
import { type EncodeOptions, encodeImageFiles } from "./encode.js";

/** Encoded images; dispose of it when it is no longer searched. */
export interface ImageIndex {
  readonly paths: readonly string[];
  /** [paths, embedding] */
  readonly embeddings: tf.Tensor2D;
  dispose(): void;
}

export interface SearchResult {
  /** The image's path. */
  readonly image: string;
  /** Cosine in −1…1. */
  readonly score: number;
}

/** @throws {DataError} that names an image which cannot be opened */
export async function buildIndex(
  model: Amfmn,
  paths: readonly string[],
  options: EncodeOptions = {},
): Promise<ImageIndex> {
  const embeddings = await encodeImageFiles(model, paths, options);
  return { paths, embeddings, dispose: () => embeddings.dispose() };
}

/**
 * The images that fit a sentence, keywords or both best, best first.
 *
 * @example
 * const index = await buildIndex(model, paths);
 * const [best] = await search(model, index, "white planes beside a terminal");
 *
 * @throws {OptionError} when the model knows none of the words
 */
export async function search(
  model: Amfmn,
  index: ImageIndex,
  query: TextQuery,
  top = 10,
): Promise<SearchResult[]> {
  requireKnownWords(model, query);
  const encoded = model.encodeTexts([query]);
  const scores = await model.similarityMatrix(index.embeddings, encoded);
  encoded.dispose();
  return index.paths
    .map((image, i) => ({ image, score: scores[i]! }))
    .sort((a, b) => b.score - a.score)
    .slice(0, top);
}

/** @throws {OptionError} when the model knows none of the query's words */
export function requireKnownWords({ vocabulary }: Amfmn, query: TextQuery): void {
  const text = sentenceOf(query);
  if (vocabulary.encode(text).length > vocabulary.unknownWords(text).length) return;
  throw new OptionError(
    `"${text}": expected at least one word of the model's vocabulary, found none; try other words.`,
  );
}
