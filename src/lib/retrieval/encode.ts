// Encodes images and texts once each, in batches, letting the event loop turn between them.
import * as tf from "@tensorflow/tfjs-core";
import { nextTurn } from "../base/nextTurn.js";
import { decodeImage } from "../data/images/decodeImage.js";
import type { Amfmn } from "../models/amfmn/amfmn.js";
import type { TextQuery } from "../text/query.js";

const imagesAtOnce = 16;
const textsAtOnce = 256;

export interface EncodeOptions {
  /** Told how many are done. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** Pixels of images as a tensor, [images, size, size, 3], RGB in 0…1. */
export function pixelTensor(images: readonly Uint8Array[], size: number): tf.Tensor4D {
  const pixels = new Float32Array(images.length * size * size * 3);
  for (const [i, image] of images.entries()) {
    const start = i * image.length;
    for (let k = 0; k < image.length; k++) pixels[start + k] = image[k]! / 255;
  }
  return tf.tensor4d(pixels, [images.length, size, size, 3]);
}

/** @returns [paths, embedding] @throws {DataError} that names an image which cannot be opened */
export async function encodeImageFiles(
  model: Amfmn,
  paths: readonly string[],
  { onProgress, signal }: EncodeOptions = {},
): Promise<tf.Tensor2D> {
  const size = model.options.imageSize;
  const load = (first: number) =>
    Promise.all(paths.slice(first, first + imagesAtOnce).map((path) => decodeImage(path, size)));
  return collected(async (parts) => {
    let next = load(0);
    for (let first = 0; first < paths.length; first += imagesAtOnce) {
      const images = await next;
      // The next batch is decoded while this one is encoded.
      if (first + imagesAtOnce < paths.length) next = load(first + imagesAtOnce);
      next.catch(() => {});
      parts.push(tf.tidy(() => model.encodeImages(pixelTensor(images, size))));
      await nextTurn(signal);
      onProgress?.(Math.min(paths.length, first + imagesAtOnce));
    }
  });
}

/**
 * Equal texts are encoded once, so that their rows and scores are exactly equal; similar ones stand together, so
 * that an encoder can share what they have in common.
 *
 * @returns [texts, n] as `model.encodeTexts` gives them
 */
export async function encodeAllTexts(
  model: Amfmn,
  texts: readonly TextQuery[],
  { onProgress, signal }: EncodeOptions = {},
): Promise<tf.Tensor2D> {
  const distinct = new Map(texts.map((text) => [JSON.stringify(text), text]));
  const keys = [...distinct.keys()].sort();
  const encoded = await collected(async (parts) => {
    for (let first = 0; first < keys.length; first += textsAtOnce) {
      const batch = keys.slice(first, first + textsAtOnce).map((key) => distinct.get(key)!);
      parts.push(model.encodeTexts(batch));
      await nextTurn(signal);
      onProgress?.(Math.round((texts.length * (first + batch.length)) / keys.length));
    }
  });
  const rowOf = new Map(keys.map((key, row) => [key, row]));
  const rows = texts.map((text) => rowOf.get(JSON.stringify(text))!);
  const inOrder = tf.tidy(() => tf.gather(encoded, tf.tensor1d(rows, "int32")));
  encoded.dispose();
  return inOrder;
}

/** The parts that are filled in, one below the other; whatever happens, none of them stays. */
async function collected(fill: (parts: tf.Tensor2D[]) => Promise<void>): Promise<tf.Tensor2D> {
  const parts: tf.Tensor2D[] = [];
  try {
    await fill(parts);
    return tf.concat(parts, 0);
  } finally {
    tf.dispose(parts);
  }
}
