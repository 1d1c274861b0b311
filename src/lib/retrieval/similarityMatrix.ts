// The scores of any number of images and texts.
import * as tf from "@tensorflow/tfjs-core";
import { requireLiveModel } from "../models/contract/liveModel.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import { requireLiveVectors } from "./arguments.js";

/** Pairs that a pairwise model compares at a time. They need memory for pairs × embedding numbers. */
const pairsAtOnce = 16_384;
/** Scores that a dual encoder computes at a time: 64 MB. */
const scoresAtOnce = 2 ** 24;

/**
 * Scores every image with every text, block by block.
 *
 * @param visual as `encodeImages` returns it, [images, n]
 * @param text as `encodeTexts` returns it, [texts, m]
 * @returns images × texts scores, row after row
 *
 * @example
 * const visual = await encodeImages(model, paths);
 * const text = await encodeTexts(model, ["a white plane"]);
 * console.log(await similarityMatrix(model, visual, text));
 */
export async function similarityMatrix(
  model: RetrievalModel,
  visual: tf.Tensor2D,
  text: tf.Tensor2D,
): Promise<Float32Array> {
  requireLiveModel(model);
  requireLiveVectors("visual", visual);
  requireLiveVectors("text", text);
  const [images, texts] = [visual.shape[0], text.shape[0]];
  const matrix = new Float32Array(images * texts);
  const atOnce = model.pairwise ? pairsAtOnce : scoresAtOnce;
  const blockRows = Math.max(1, Math.floor(atOnce / texts));
  for (let first = 0; first < images; first += blockRows) {
    const rows = Math.min(blockRows, images - first);
    const block = tf.tidy(() => model.similarity(tf.slice(visual, [first, 0], [rows, -1]), text));
    matrix.set(await block.data(), first * texts);
    block.dispose();
  }
  return matrix;
}
