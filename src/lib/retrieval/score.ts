// Scores a few images with a few texts in one call.
import * as tf from "@tensorflow/tfjs-core";
import type { ImageSource } from "../data/images/imageSource.js";
import { requireLiveModel } from "../models/contract/liveModel.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import type { TextQuery } from "../text/query.js";
import { encodeImages, encodeTexts, type ReadImagesOptions } from "./encode.js";
import { similarityMatrix } from "./similarityMatrix.js";

/**
 * Scores every image with every text.
 *
 * @param images paths, `file:` URLs, bytes, sharp pipelines or records
 * @param options bands, stretch and local inputs of the images
 * @returns one row for each image, with one score for each text
 *
 * @example
 * const [scores] = await score(model, ["port_1.png"], ["white boats in a port", "a green field"]);
 * console.log(scores); // two numbers, the higher one for the better text
 *
 * @throws {DataError} that names an image which cannot be opened
 */
export async function score(
  model: RetrievalModel,
  images: readonly ImageSource[],
  texts: readonly TextQuery[],
  options: ReadImagesOptions = {},
): Promise<number[][]> {
  requireLiveModel(model);
  if (images.length === 0 || texts.length === 0) return images.map(() => []);
  const visual = await encodeImages(model, images, options);
  const text = await encodeTexts(model, texts);
  try {
    const matrix = await similarityMatrix(model, visual, text);
    return images.map((_, row) => [...matrix.subarray(row * texts.length, (row + 1) * texts.length)]);
  } finally {
    tf.dispose([visual, text]);
  }
}
