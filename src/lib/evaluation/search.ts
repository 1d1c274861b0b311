// Ranks images by a sentence: images are encoded once into an index that many queries use.
import type * as tf from "@tensorflow/tfjs-core";
import { OptionError } from "../errors.js";
import type { Amfmn } from "../model/amfmn.js";
import { encodeImageFiles } from "./encode.js";

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
  { onProgress }: { onProgress?: (done: number) => void } = {},
): Promise<ImageIndex> {
  const embeddings = await encodeImageFiles(model, paths, onProgress);
  return { paths, embeddings, dispose: () => embeddings.dispose() };
}

/**
 * The images that fit a sentence best, best first.
 * @throws {OptionError} when the model knows none of the sentence's words
 */
export async function search(
  model: Amfmn,
  index: ImageIndex,
  text: string,
  top = 10,
): Promise<SearchResult[]> {
  const known = model.vocabulary.encode(text).length - model.vocabulary.unknownWords(text).length;
  if (known === 0) {
    throw new OptionError(
      `"${text}": expected at least one word of the model's vocabulary, found none; try other words.`,
    );
  }
  const encoded = model.encodeTexts([text]);
  const scores = await model.similarityMatrix(index.embeddings, encoded);
  encoded.dispose();
  return index.paths
    .map((image, i) => ({ image, score: scores[i]! }))
    .sort((a, b) => b.score - a.score)
    .slice(0, top);
}
