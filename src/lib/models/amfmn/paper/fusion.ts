// VGMF, the visual-guided multimodal fusion (eqs 26 and 27): a gate decides, element by element and for each pair
// of image and text, how much of the guided sentence and how much of the guided keywords count.
import * as tf from "@tensorflow/tfjs-core";
import { createLinear } from "../../../nn/linear.js";
import { l2Normalize } from "../../../nn/normalize.js";
import type { Parameters } from "../../../nn/parameters.js";

export function createFusionGate(parameters: Parameters, embedding: number): void {
  createLinear(parameters, "vgmf.gate", 2 * embedding, embedding);
}

/**
 * s_w = W·[L2(s'); L2(k')] + b, F_t = s' ⊙ σ(s_w) + k' ⊙ (1 − σ(s_w)).
 *
 * @param sentence s', [images or 1, texts, embedding]
 * @param keywords k', the same shape
 * @returns F_t, the same shape
 */
export function fuse(parameters: Parameters, sentence: tf.Tensor3D, keywords: tf.Tensor3D): tf.Tensor3D {
  const [images, texts, embedding] = sentence.shape;
  const weight = parameters.get("vgmf.gate.weight") as unknown as tf.Tensor2D; // [2·embedding, embedding]
  const flat = (x: tf.Tensor3D) => tf.reshape(l2Normalize(x), [images * texts, embedding]) as tf.Tensor2D;
  const half = (first: number) => tf.slice(weight, [first, 0], [embedding, embedding]) as tf.Tensor2D;
  const ofBoth = tf.add(tf.matMul(flat(sentence), half(0)), tf.matMul(flat(keywords), half(embedding)));
  const gate = tf.reshape(tf.sigmoid(tf.add(ofBoth, parameters.get("vgmf.gate.bias"))), sentence.shape);
  return tf.add(keywords, tf.mul(gate, tf.sub(sentence, keywords)));
}
