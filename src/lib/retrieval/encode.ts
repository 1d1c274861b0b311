// Encodes images and texts in batches. The event loop takes a turn between two batches.
import * as tf from "@tensorflow/tfjs-core";
import { DataError } from "../base/errors.js";
import { nextTurn } from "../base/nextTurn.js";
import {
  type BadImage,
  type BadImageOptions,
  BadImagesError,
  badImage,
  policyOf,
} from "../data/images/badImages.js";
import { decodeImage } from "../data/images/decodeImage.js";
import { type DecodeOptions, joinDecodeOptions } from "../data/images/decodeOptions.js";
import { fileOf, type ImageSource, nameOfImage, recordOf } from "../data/images/imageSource.js";
import { unitPixels } from "../data/images/unitPixels.js";
import {
  type ImageBatch,
  type ImageInputs,
  type ImageTensors,
  toTensors,
} from "../models/contract/imageInputs.js";
import { requireLiveModel } from "../models/contract/liveModel.js";
import type { LocalOption, LocalSource } from "../models/contract/localInputs.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import { openLocal } from "../models/localInputs.js";
import { gatherRows } from "../nn/sequences/gatherRows.js";
import type { TextQuery } from "../text/query.js";
import { requireSome } from "./arguments.js";

const imageBatchSize = 16;
const textBatchSize = 256;

/** Options of encoding texts. */
export interface EncodeOptions {
  /** Receives the number of images or texts that are done. */
  readonly onProgress?: (done: number) => void;
  /** Stops before the next batch. */
  readonly signal?: AbortSignal;
}

/**
 * Options of encoding images. Bands and stretch that are left out are those of the images' data set, then those of the
 * model's training.
 */
export interface EncodeImagesOptions extends EncodeOptions, ReadImagesOptions {}

/** Options of reading images for a model. */
export interface ReadImagesOptions extends DecodeOptions, LocalOption {}

/** Options of reading images with their local inputs open. */
type OpenOptions = DecodeOptions & { readonly local?: LocalSource };

/** An image with its place in the caller's list. */
interface Placed {
  readonly source: ImageSource;
  readonly index: number;
}

/** Makes a batch of whole images, resized to the model's size. */
function wholeImages(images: readonly Placed[], model: RetrievalModel, asked: OpenOptions): ImageBatch {
  const decode = ({ source, index }: Placed, size: number) =>
    decodeImage(source, size, {
      ...joinDecodeOptions(asked, recordOf(source)?.decoding, model.decoding),
      resizing: model.resizing,
      index,
    });
  return {
    images: images.map(({ source, index }) => ({ name: nameOfImage(source, index), path: fileOf(source) })),
    local: asked.local,
    async pixels(size) {
      return unitPixels(await allDone(images.map((image) => decode(image, size))));
    },
  };
}

/** Waits for all results, also after an error, so that no decoding goes on behind the caller's back. */
async function allDone<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

function placed(images: readonly ImageSource[], first: number, end: number): Placed[] {
  return images.slice(first, end).map((source, i) => ({ source, index: first + i }));
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
  options: ReadImagesOptions = {},
): Promise<ImageTensors> {
  requireLiveModel(model);
  requireSome("images", images);
  const open = { ...options, local: await openLocal(model, options.local) };
  return toTensors(await model.prepare(wholeImages(placed(images, 0, images.length), model, open)));
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
  options: EncodeImagesOptions = {},
): Promise<tf.Tensor2D> {
  const { embeddings } = await encodeUsable(model, images, { ...options, onBadImage: "fail" });
  return embeddings;
}

/** Vectors of images, without those that were skipped. */
export interface EncodedImages {
  /** [kept, n] */
  readonly embeddings: tf.Tensor2D;
  /** The places of the encoded images in the caller's list. */
  readonly kept: readonly number[];
  /** The images that cannot be decoded. */
  readonly skipped: readonly BadImage[];
}

/**
 * Encodes images as `encodeImages`, without those that cannot be decoded when the policy is `skip`.
 *
 * @throws {BadImagesError} when none can be decoded
 */
export async function encodeUsable(
  model: RetrievalModel,
  images: readonly ImageSource[],
  options: EncodeImagesOptions & BadImageOptions,
): Promise<EncodedImages> {
  requireLiveModel(model);
  requireSome("images", images);
  const { onProgress, signal } = options;
  const policy = policyOf(options.onBadImage, "fail");
  const skipped: BadImage[] = [];
  const kept: number[] = [];
  const open = { ...options, local: await openLocal(model, options.local) };
  const prepare = (batch: readonly Placed[]) => model.prepare(wholeImages(batch, model, open));
  const read = async (first: number): Promise<ReadBatch | undefined> => {
    const batch = placed(images, first, first + imageBatchSize);
    try {
      return { inputs: await prepare(batch), batch };
    } catch (error) {
      if (policy === "fail" || !(error instanceof DataError)) throw error;
    }
    const usable: Placed[] = [];
    for (const image of batch) {
      try {
        await prepare([image]);
        usable.push(image);
      } catch (error) {
        skipped.push(badImage(image.source, image.index, error));
      }
    }
    return usable.length === 0 ? undefined : { inputs: await prepare(usable), batch: usable };
  };
  const embeddings = await concatenated(async (parts) => {
    let next = read(0);
    for (let first = 0; first < images.length; first += imageBatchSize) {
      const ready = await next;
      if (first + imageBatchSize < images.length) next = read(first + imageBatchSize);
      next.catch(() => {}); // The error is thrown at the `await` above.
      if (ready) parts.push(tf.tidy(() => model.encodeImages(toTensors(ready.inputs))));
      for (const { index } of ready?.batch ?? []) kept.push(index);
      await nextTurn();
      signal?.throwIfAborted();
      onProgress?.(Math.min(images.length, first + imageBatchSize));
    }
    if (parts.length === 0 && skipped.length > 0)
      throw new BadImagesError("images", skipped, images.length, "replace them");
  });
  if (skipped.length > 0) options.onSkip?.(skipped);
  return { embeddings, kept, skipped };
}

/** The inputs of a batch and its images. */
interface ReadBatch {
  readonly inputs: ImageInputs;
  readonly batch: readonly Placed[];
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
  requireLiveModel(model);
  requireSome("texts", texts);
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
  const inOrder = tf.tidy(() => gatherRows(encoded, tf.tensor1d(rows, "int32")));
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
