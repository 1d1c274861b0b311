// Encoded images that many queries search.
import type * as tf from "@tensorflow/tfjs-core";
import { Dataset, type ImageRecord } from "../data/dataset.js";
import { type BadImage, type BadImageOptions, usableImages } from "../data/images/badImages.js";
import { type DecodeOptions, joinDecodeOptions } from "../data/images/decodeOptions.js";
import { fileOf, type ImageSource, nameOfImage, recordOf } from "../data/images/imageSource.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import { type EncodeImagesOptions, encodeUsable } from "./encode.js";

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
  /** The images that cannot be decoded and are not in the index. */
  readonly skipped: readonly BadImage[];
  /** Bands and stretch that the images were read with, without those of single records. */
  readonly decoding: DecodeOptions;
  /** Frees the memory of the vectors. */
  dispose(): void;
}

/**
 * Options of `buildIndex`. `onBadImage` is `skip` by default: images that cannot be decoded are not in the index, but in
 * its list `skipped`.
 */
export interface IndexOptions extends EncodeImagesOptions, BadImageOptions {}

/**
 * Encodes images once, for any number of searches. Images that cannot be decoded are skipped and listed.
 *
 * @param images paths, URLs, bytes, sharp pipelines, records, or a data set
 *
 * @example
 * const index = await buildIndex(model, paths);
 * console.log(index.records.length);
 * index.dispose();
 *
 * @throws {BadImagesError} when no image can be decoded, and with `onBadImage: "fail"` when one cannot
 */
export async function buildIndex(
  model: RetrievalModel,
  images: readonly ImageSource[] | Dataset,
  options: IndexOptions = {},
): Promise<ImageIndex> {
  const sources: readonly ImageSource[] = images instanceof Dataset ? images.records : images;
  if (options.onBadImage === "fail") {
    const name = images instanceof Dataset ? images.name : "images";
    await usableImages(name, sources, options, joinDecodeOptions(options), model.decoding);
  }
  const { embeddings, kept, skipped } = await encodeUsable(model, sources, {
    onBadImage: "skip",
    ...options,
  });
  const records = kept.map((i) => ({
    name: nameOfImage(sources[i]!, i),
    path: fileOf(sources[i]!),
    record: recordOf(sources[i]!),
    source: sources[i]!,
  }));
  const decoding = joinDecodeOptions(options, model.decoding);
  return { records, embeddings, skipped, decoding, dispose: () => embeddings.dispose() };
}
