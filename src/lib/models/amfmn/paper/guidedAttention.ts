// Visual-guided attention as the paper has it (eqs 20–25). `soft` and `fusion` are the released ones; in
// `similarity` one number, the cosine of both sides, weighs the whole text, where the released code weighs each
// element. Sentence and keywords have an attention of their own.
import * as tf from "@tensorflow/tfjs-core";
import { linear } from "../../../nn/linear.js";
import { l2Normalize } from "../../../nn/normalize.js";
import type { Parameters } from "../../../nn/parameters.js";
import { createGuidedAttention, type GuidedAttention, guidedText } from "../guidedAttention.js";

/** `none` leaves the text as it is: the ablation without guidance. */
export type PaperAttention = GuidedAttention | "none";
export type TextBranch = "sentence" | "keywords";

export function createPaperAttention(
  parameters: Parameters,
  attention: PaperAttention,
  embedding: number,
  branch: TextBranch,
): void {
  if (attention !== "none") createGuidedAttention(parameters, attention, embedding, prefixOf(branch));
}

/**
 * The texts as each image guides them.
 *
 * @param visual [images, embedding]
 * @param text [texts, embedding]
 * @returns [images, texts, embedding]; [1, texts, embedding] where nothing guides
 */
export function paperGuidedText(
  parameters: Parameters,
  attention: PaperAttention,
  visual: tf.Tensor2D,
  text: tf.Tensor2D,
  branch: TextBranch,
): tf.Tensor3D {
  const prefix = prefixOf(branch);
  if (attention === "none") return tf.expandDims(text, 0);
  if (attention !== "similarity") return guidedText(parameters, attention, visual, text, prefix);
  const seen = linear(parameters, `${prefix}.fc_visual.0`, visual); // W·v
  const read = linear(parameters, `${prefix}.fc_text.0`, text); // U·t
  const cosine = tf.matMul(l2Normalize(seen), l2Normalize(read), false, true); // [images, texts]
  return tf.mul(tf.expandDims(tf.sigmoid(cosine), 2), tf.expandDims(read, 0)); // σ(cos(W·v, U·t)) · U·t
}

const prefixOf = (branch: TextBranch) => `guided_${branch}`;
