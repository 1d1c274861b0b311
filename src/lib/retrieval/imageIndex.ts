// Encoded images that many queries search.
import type * as tf from "@tensorflow/tfjs-core";
import { Dataset, type ImageRecord } from "../data/dataset.js";
import { fileOf, type ImageSource, nameOfImage, recordOf } from "../data/images/imageSource.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import { type EncodeOptions, encodeImages } from "./encode.js";

/** One image of an index. */
export interface IndexedImage {
  /** Its path, or a description such as `image 3 (Buffer)`. */
  readonly name: string;
  /** Its file; undefined for an image in memory. */
  readonly path: string | undefined;
  /** Its record, when it came from a data set. */
  readonly record: ImageRecord | undefined;
  /** The image as it was given. */
  readonly source: ImageSource;
}

/** Images with their vectors. Dispose of it after the last search. */
export interface ImageIndex {
  /** The images, in the order of their vectors. */
  readonly records: readonly IndexedImage[];
  /** [records, n] */
  readonly embeddings: tf.Tensor2D;
  /** Frees the memory of the vectors. */
  dispose(): void;
}

/**
 * Encodes images once, for any number of searches.
 *
 * @param images paths, URLs, bytes, sharp pipelines, records, or a data set
 *
 * @example
 * const index = await buildIndex(model, paths);
 * console.log(index.records.length);
 * index.dispose();
 *
 * @throws {DataError} that names an image which cannot be opened
 */
export async function buildIndex(
  model: RetrievalModel,
  images: readonly ImageSource[] | Dataset,
  options: EncodeOptions = {},
): Promise<ImageIndex> {
  const sources: readonly ImageSource[] = images instanceof Dataset ? images.records : images;
  const embeddings = await encodeImages(model, sources, options);
  const records = sources.map((source, i) => ({
    name: nameOfImage(source, i),
    path: fileOf(source),
    record: recordOf(source),
    source,
  }));
  return { records, embeddings, dispose: () => embeddings.dispose() };
}
