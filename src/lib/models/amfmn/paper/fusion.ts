// VGMF, the visual-guided multimodal fusion (eqs 26 and 27).
import * as tf from "@tensorflow/tfjs-core";
import { Linear } from "../../../nn/linear.js";
import { l2Normalize } from "../../../nn/normalize.js";
import type { ParameterOwner, Scope } from "../../../nn/parameters.js";

/**
 * A gate that weighs the guided sentence against the guided keywords, element by element, for each pair.
 *
 * @example
 * const fusion = new FusionGate(new Parameters(1).at("vgmf"), 8);
 * const [sentence, keywords] = [tf.ones([2, 3, 8]), tf.zeros([2, 3, 8])] as [tf.Tensor3D, tf.Tensor3D];
 * console.log(fusion.apply(sentence, keywords).shape); // [2, 3, 8]
 */
export class FusionGate implements ParameterOwner {
  readonly name: string;
  private readonly gate: Linear;

  constructor(scope: Scope, embedding: number) {
    this.name = scope.name;
    this.gate = new Linear(scope, 2 * embedding, embedding);
  }

  /**
   * s_w = W·[L2(s'); L2(k')] + b, F_t = s' ⊙ σ(s_w) + k' ⊙ (1 − σ(s_w)).
   *
   * @param sentence s', [images or 1, texts, embedding]
   * @param keywords k', the same shape
   * @returns F_t, the same shape
   */
  apply(sentence: tf.Tensor3D, keywords: tf.Tensor3D): tf.Tensor3D {
    const [images, texts, embedding] = sentence.shape;
    const { weight, bias } = this.gate; // [2·embedding, embedding]
    const flat = (x: tf.Tensor3D) => tf.reshape(l2Normalize(x), [images * texts, embedding]) as tf.Tensor2D;
    const half = (first: number) => tf.slice(weight, [first, 0], [embedding, embedding]) as tf.Tensor2D;
    const ofBoth = tf.add(tf.matMul(flat(sentence), half(0)), tf.matMul(flat(keywords), half(embedding)));
    const gate = tf.reshape(tf.sigmoid(tf.add(ofBoth, bias)), sentence.shape); // [images or 1, texts, embedding]
    return tf.add(keywords, tf.mul(gate, tf.sub(sentence, keywords)));
  }
}
