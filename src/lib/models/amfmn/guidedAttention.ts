// The three visual-guided attentions: a text embedding as the image makes it look, and the cosine between image
// and guided text for every pair of a block. Each is written so that an image and a text are transformed once,
// not once a pair: W·[v; t] is W_v·v + W_t·t.
import * as tf from "@tensorflow/tfjs-core";
import { createLinear, linear } from "../../nn/linear.js";
import type { Parameters } from "../../nn/parameters.js";

export const guidedAttentions = ["soft", "fusion", "similarity"] as const;
export type GuidedAttention = (typeof guidedAttentions)[number];

const epsilon = 1e-8;
/** The released name of the sentence's attention. */
const ofSentence = "cross_attention_s";

export function createGuidedAttention(
  parameters: Parameters,
  attention: GuidedAttention,
  embedding: number,
  prefix = ofSentence,
): void {
  if (attention === "soft") createLinear(parameters, `${prefix}.cross_attention.0`, embedding, embedding);
  if (attention === "fusion") {
    createLinear(parameters, `${prefix}.cross_attention_fc1.0`, 2 * embedding, embedding);
    createLinear(parameters, `${prefix}.cross_attention_fc2.0`, 2 * embedding, embedding);
  }
  if (attention === "similarity") {
    createLinear(parameters, `${prefix}.fc_visual.0`, embedding, embedding);
    createLinear(parameters, `${prefix}.fc_text.0`, embedding, embedding);
  }
}

/**
 * The texts as each image guides them (eqs 20–25; released CrossAttention).
 *
 * @param visual [images, embedding]
 * @param text [texts, embedding]
 * @returns [images, texts, embedding]
 */
export function guidedText(
  parameters: Parameters,
  attention: GuidedAttention,
  visual: tf.Tensor2D,
  text: tf.Tensor2D,
  prefix = ofSentence,
): tf.Tensor3D {
  if (attention === "soft") {
    const gate = tf.sigmoid(linear(parameters, `${prefix}.cross_attention.0`, visual));
    return tf.mul(rows(gate), columns(text)); // σ(W·v) ⊙ t
  }
  if (attention === "fusion") {
    const gate = tf.sigmoid(pairwiseLinear(parameters, `${prefix}.cross_attention_fc1.0`, visual, text));
    return tf.mul(gate, pairwiseLinear(parameters, `${prefix}.cross_attention_fc2.0`, visual, text)); // σ(W₂·f) ⊙ W₁·f
  }
  const seen = linear(parameters, `${prefix}.fc_visual.0`, visual);
  const read = columns(linear(parameters, `${prefix}.fc_text.0`, text));
  return tf.mul(tf.sigmoid(tf.mul(rows(seen), read)), read); // σ(W·v ⊙ U·t) ⊙ U·t
}

/** Cosines of each image with each text as that image guides it, [images, texts]. */
export function guidedSimilarity(
  parameters: Parameters,
  attention: GuidedAttention,
  visual: tf.Tensor2D,
  text: tf.Tensor2D,
): tf.Tensor2D {
  if (attention === "soft") return softSimilarity(parameters, visual, text);
  return cosineWithImages(visual, guidedText(parameters, attention, visual, text));
}

/**
 * Soft attention without a text for each pair: with g = σ(W·v), the dot product of v and g ⊙ t is that of v ⊙ g and
 * t, and the square of |g ⊙ t| is the dot product of g² and t².
 */
function softSimilarity(parameters: Parameters, visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D {
  const gate = tf.sigmoid(linear(parameters, `${ofSentence}.cross_attention.0`, visual));
  const dot = tf.matMul(tf.mul(visual, gate) as tf.Tensor2D, text, false, true);
  const squares = tf.matMul(tf.square(gate), tf.square(text), false, true);
  const lengths = tf.mul(rootOfSquares(squares), tf.expandDims(norm(visual), 1));
  return tf.div(dot, tf.maximum(lengths, epsilon));
}

/**
 * @param visual [images, embedding]
 * @param guided texts as each image guides them, [images, texts, embedding]
 * @returns cosines, [images, texts]
 */
export function cosineWithImages(visual: tf.Tensor2D, guided: tf.Tensor3D): tf.Tensor2D {
  const dot = tf.sum(tf.mul(guided, rows(visual)), 2);
  const lengths = tf.mul(norm(guided), tf.expandDims(norm(visual), 1));
  return tf.div(dot, tf.maximum(lengths, epsilon)) as tf.Tensor2D;
}

function norm(x: tf.Tensor): tf.Tensor {
  return rootOfSquares(tf.sum(tf.square(x), -1));
}

function rootOfSquares(sum: tf.Tensor): tf.Tensor {
  // The root's gradient at zero is infinite; a text of all zeros is at zero.
  return tf.sqrt(tf.add(sum, epsilon * epsilon));
}

const rows = (x: tf.Tensor2D): tf.Tensor3D => tf.expandDims(x, 1);
const columns = (x: tf.Tensor2D): tf.Tensor3D => tf.expandDims(x, 0);

/** W·[v; t] + b for every pair, [images, texts, embedding]. */
function pairwiseLinear(
  parameters: Parameters,
  name: string,
  visual: tf.Tensor2D,
  text: tf.Tensor2D,
): tf.Tensor3D {
  const weight = parameters.get(`${name}.weight`) as unknown as tf.Tensor2D; // [2·embedding, embedding]
  const embedding = visual.shape[1];
  const ofVisual = tf.matMul(visual, tf.slice(weight, [0, 0], [embedding, -1]));
  const ofText = tf.add(
    tf.matMul(text, tf.slice(weight, [embedding, 0], [embedding, -1])),
    parameters.get(`${name}.bias`),
  );
  return tf.add(rows(ofVisual as tf.Tensor2D), columns(ofText as tf.Tensor2D));
}
