// The three visual-guided attentions. Each image gives every text another vector. An image and a text are transformed
// once each, not once for each pair: W·[v; t] is computed as W_v·v + W_t·t.
import * as tf from "@tensorflow/tfjs-core";
import { Linear } from "../../nn/linear.js";
import { norm, rootOfSquares } from "../../nn/normalize.js";
import type { ParameterOwner, Scope } from "../../nn/parameters.js";

/** The visual-guided attentions of paper and released code. */
export const guidedAttentions = ["soft", "fusion", "similarity"] as const;
/** `soft` (eqs 20–21), `fusion` (eqs 22–23) or `similarity` (eqs 24–25). */
export type GuidedAttention = (typeof guidedAttentions)[number];

const epsilon = 1e-8;

/** A layer that changes texts by images. */
export interface TextGuide extends ParameterOwner {
  /** @param visual [images, embedding] @param text [texts, embedding] @returns [images, texts, embedding] */
  guide(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D;
  /** Returns cosines of each image with each text as that image changes it, [images, texts]. */
  similarity(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D;
}

/** Creates the layer of the released code. The paper has another `similarity`. */
export function createTextGuide(attention: GuidedAttention, scope: Scope, embedding: number): TextGuide {
  const layers = { soft: SoftGuide, fusion: FusionGuide, similarity: ElementwiseGuide };
  return new layers[attention](scope, embedding);
}

/** σ(W·v) ⊙ t (eqs 20–21). */
export class SoftGuide implements TextGuide {
  readonly name: string;
  private readonly gate: Linear;

  constructor(scope: Scope, embedding: number) {
    this.name = scope.name;
    this.gate = new Linear(scope.at("cross_attention.0"), embedding, embedding);
  }

  guide(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D {
    return tf.mul(rows(tf.sigmoid(this.gate.apply(visual))), columns(text)); // [images, texts, embedding]
  }

  /**
   * Avoids a text for each pair. With g = σ(W·v), the product of v and g ⊙ t is the product of v ⊙ g and t. The square of
   * ‖g ⊙ t‖ is the product of g² and t².
   */
  similarity(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D {
    const gate = tf.sigmoid(this.gate.apply(visual));
    const dot = tf.matMul(tf.mul(visual, gate) as tf.Tensor2D, text, false, true); // [images, texts]
    const squares = tf.matMul(tf.square(gate), tf.square(text), false, true);
    const lengths = tf.mul(rootOfSquares(squares), tf.expandDims(norm(visual), 1));
    return tf.div(dot, tf.maximum(lengths, epsilon));
  }
}

/** σ(W₂·[v; t]) ⊙ W₁·[v; t] (eqs 22–23). */
export class FusionGuide implements TextGuide {
  readonly name: string;
  private readonly gate: Linear;
  private readonly value: Linear;

  constructor(scope: Scope, embedding: number) {
    this.name = scope.name;
    this.gate = new Linear(scope.at("cross_attention_fc1.0"), 2 * embedding, embedding);
    this.value = new Linear(scope.at("cross_attention_fc2.0"), 2 * embedding, embedding);
  }

  guide(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D {
    const gate = tf.sigmoid(pairwiseLinear(this.gate, visual, text)); // [images, texts, embedding]
    return tf.mul(gate, pairwiseLinear(this.value, visual, text));
  }

  similarity(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D {
    return cosineWithImages(visual, this.guide(visual, text));
  }
}

/** The two transformed sides of the similarity attention. */
export class SimilaritySides implements ParameterOwner {
  readonly name: string;
  private readonly ofVisual: Linear;
  private readonly ofText: Linear;

  constructor(scope: Scope, embedding: number) {
    this.name = scope.name;
    this.ofVisual = new Linear(scope.at("fc_visual.0"), embedding, embedding);
    this.ofText = new Linear(scope.at("fc_text.0"), embedding, embedding);
  }

  /** Returns W·v, [images, embedding], and U·t, [texts, embedding]. */
  apply(visual: tf.Tensor2D, text: tf.Tensor2D): { visual: tf.Tensor2D; text: tf.Tensor2D } {
    return { visual: this.ofVisual.apply(visual), text: this.ofText.apply(text) };
  }
}

/** σ(W·v ⊙ U·t) ⊙ U·t: the released code weighs each element by itself, the paper the whole text (eqs 24–25). */
class ElementwiseGuide implements TextGuide {
  readonly name: string;
  private readonly sides: SimilaritySides;

  constructor(scope: Scope, embedding: number) {
    this.name = scope.name;
    this.sides = new SimilaritySides(scope, embedding);
  }

  guide(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D {
    const sides = this.sides.apply(visual, text);
    const read = columns(sides.text);
    return tf.mul(tf.sigmoid(tf.mul(rows(sides.visual), read)), read); // [images, texts, embedding]
  }

  similarity(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D {
    return cosineWithImages(visual, this.guide(visual, text));
  }
}

/**
 * @param visual [images, embedding]
 * @param guided texts as each image changes them, [images, texts, embedding]
 * @returns cosines, [images, texts]
 */
export function cosineWithImages(visual: tf.Tensor2D, guided: tf.Tensor3D): tf.Tensor2D {
  const dot = tf.sum(tf.mul(guided, rows(visual)), 2);
  const lengths = tf.mul(norm(guided), tf.expandDims(norm(visual), 1));
  return tf.div(dot, tf.maximum(lengths, epsilon)) as tf.Tensor2D;
}

const rows = (x: tf.Tensor2D): tf.Tensor3D => tf.expandDims(x, 1);
const columns = (x: tf.Tensor2D): tf.Tensor3D => tf.expandDims(x, 0);

/** W·[v; t] + b for every pair, [images, texts, embedding]. */
function pairwiseLinear({ weight, bias }: Linear, visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D {
  const embedding = visual.shape[1];
  const ofVisual = tf.matMul(visual, tf.slice(weight, [0, 0], [embedding, -1])); // [images, embedding]
  const ofText = tf.add(tf.matMul(text, tf.slice(weight, [embedding, 0], [embedding, -1])), bias); // [texts, embedding]
  return tf.add(rows(ofVisual as tf.Tensor2D), columns(ofText as tf.Tensor2D));
}
