// Encodes images and texts in batches. The event loop takes a turn between two batches.
import * as tf from "@tensorflow/tfjs-core";
import { nextTurn } from "../base/nextTurn.js";
import { decodeImage } from "../data/images/decodeImage.js";
import { fileOf, type ImageSource, nameOfImage } from "../data/images/imageSource.js";
import { unitPixels } from "../data/images/unitPixels.js";
import { type ImageBatch, type ImageTensors, toTensors } from "../models/contract/imageInputs.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import type { TextQuery } from "../text/query.js";

const imageBatchSize = 16;
const textBatchSize = 256;

/** Options of encoding. */
export interface EncodeOptions {
  /** Receives the number of images or texts that are done. */
  readonly onProgress?: (done: number) => void;
  /** Stops before the next batch. */
  readonly signal?: AbortSignal;
}

/** Makes a batch of whole images, resized to the model's size. */
export function wholeImages(sources: readonly ImageSource[], first = 0): ImageBatch {
  return {
    images: sources.map((source, i) => ({ name: nameOfImage(source, first + i), path: fileOf(source) })),
    async pixels(size) {
      return unitPixels(await Promise.all(sources.map((source, i) => decodeImage(source, size, first + i))));
    },
  };
}

/**
 * Reads images as the inputs of `model.encodeImages`. The caller disposes of them with `tf.dispose`.
 *
 * @example
 * const inputs = await imageTensors(model, paths.slice(0, 4));
 * console.log(inputs.pixels?.shape); // [4, 64, 64, 3]
 *
 * @throws {DataError} that names an image which cannot be opened
 */
export async function imageTensors(
  model: RetrievalModel,
  images: readonly ImageSource[],
): Promise<ImageTensors> {
  return toTensors(await model.prepare(wholeImages(images)));
}

/**
 * Encodes images. The next batch is read while the model computes.
 *
 * @example
 * const visual = await encodeImages(model, paths);
 * console.log(visual.shape); // [images, 128]
 *
 * @returns [images, n]
 * @throws {DataError} that names an image which cannot be opened
 * @throws the signal's reason once it is aborted
 */
export async function encodeImages(
  model: RetrievalModel,
  images: readonly ImageSource[],
  { onProgress, signal }: EncodeOptions = {},
): Promise<tf.Tensor2D> {
  const read = (first: number) =>
    model.prepare(wholeImages(images.slice(first, first + imageBatchSize), first));
  return concatenated(async (parts) => {
    let next = read(0);
    for (let first = 0; first < images.length; first += imageBatchSize) {
      const inputs = await next;
      if (first + imageBatchSize < images.length) next = read(first + imageBatchSize);
      next.catch(() => {}); // The error is thrown at the `await` above.
      parts.push(tf.tidy(() => model.encodeImages(toTensors(inputs))));
      await nextTurn();
      signal?.throwIfAborted();
      onProgress?.(Math.min(images.length, first + imageBatchSize));
    }
  });
}

/**
 * Encodes texts. Equal texts are encoded once, so that their rows are exactly equal. Texts are sorted, so that an
 * encoder can share the beginnings of similar ones.
 *
 * @example
 * const texts = await encodeTexts(model, ["a white plane", "a blue lake"]);
 * console.log(texts.shape); // [2, 128]
 *
 * @returns [texts, m], in the order of the texts
 * @throws the signal's reason once it is aborted
 */
export async function encodeTexts(
  model: RetrievalModel,
  texts: readonly TextQuery[],
  { onProgress, signal }: EncodeOptions = {},
): Promise<tf.Tensor2D> {
  const distinct = new Map(texts.map((text) => [JSON.stringify(text), text]));
  const keys = [...distinct.keys()].sort();
  const encoded = await concatenated(async (parts) => {
    for (let first = 0; first < keys.length; first += textBatchSize) {
      const batch = keys.slice(first, first + textBatchSize).map((key) => distinct.get(key)!);
      parts.push(model.encodeTexts(batch));
      await nextTurn();
      signal?.throwIfAborted();
      onProgress?.(Math.round((texts.length * (first + batch.length)) / keys.length));
    }
  });
  const rowOf = new Map(keys.map((key, row) => [key, row]));
  const rows = texts.map((text) => rowOf.get(JSON.stringify(text))!);
  const inOrder = tf.tidy(() => tf.gather(encoded, tf.tensor1d(rows, "int32")));
  encoded.dispose();
  return inOrder;
}

/** Concatenates the parts that a function adds, and disposes of them, also after an error. */
async function concatenated(fill: (parts: tf.Tensor2D[]) => Promise<void>): Promise<tf.Tensor2D> {
  const parts: tf.Tensor2D[] = [];
  try {
    await fill(parts);
    return tf.concat(parts, 0);
  } finally {
    tf.dispose(parts);
  }
}
