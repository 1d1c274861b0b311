// Encodes images and texts once each, in batches, letting the event loop turn between them.
import * as tf from "@tensorflow/tfjs-core";
import { decodeImage } from "../data/decodeImage.js";
import type { Amfmn } from "../model/amfmn.js";
import type { TextQuery } from "../model/query.js";

const batchSize = 32;

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
  onProgress?: (done: number) => void,
): Promise<tf.Tensor2D> {
  const size = model.options.imageSize;
  const load = (first: number) =>
    Promise.all(paths.slice(first, first + batchSize).map((path) => decodeImage(path, size)));
  const parts: tf.Tensor2D[] = [];
  let next = load(0);
  for (let first = 0; first < paths.length; first += batchSize) {
    const images = await next;
    // The next batch is decoded while this one is encoded.
    if (first + batchSize < paths.length) next = load(first + batchSize);
    next.catch(() => {});
    parts.push(tf.tidy(() => model.encodeImages(pixelTensor(images, size))));
    onProgress?.(Math.min(paths.length, first + batchSize));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return joined(parts);
}

/** @returns [texts, n] as `model.encodeTexts` gives them */
export async function encodeAllTexts(
  model: Amfmn,
  texts: readonly TextQuery[],
  onProgress?: (done: number) => void,
): Promise<tf.Tensor2D> {
  const parts: tf.Tensor2D[] = [];
  for (let first = 0; first < texts.length; first += 128) {
    parts.push(model.encodeTexts(texts.slice(first, first + 128)));
    onProgress?.(Math.min(texts.length, first + 128));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return joined(parts);
}

function joined(parts: tf.Tensor2D[]): tf.Tensor2D {
  const all = tf.concat(parts, 0);
  tf.dispose(parts);
  return all;
}
