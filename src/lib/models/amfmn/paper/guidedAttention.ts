// Visual-guided attention as the paper has it (eqs 20–25). Sentence and keywords have a layer each.
import * as tf from "@tensorflow/tfjs-core";
import { l2Normalize } from "../../../nn/normalize.js";
import type { ParameterOwner, Scope } from "../../../nn/parameters.js";
import { FusionGuide, type GuidedAttention, SimilaritySides, SoftGuide } from "../guidedAttention.js";

/** `none` leaves the text unchanged: the ablation without guidance. */
export type PaperAttention = GuidedAttention | "none";
/** The two texts that the paper's network reads. */
export type TextBranch = "sentence" | "keywords";

/** A layer that changes texts by images. */
export interface PaperGuide extends ParameterOwner {
  /**
   * @param visual [images, embedding] @param text [texts, embedding]
   * @returns [images, texts, embedding]; [1, texts, embedding] without guidance
   */
  guide(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D;
}

/** Creates the layer of one branch. `soft` and `fusion` equal the released ones. */
export function createPaperGuide(attention: PaperAttention, scope: Scope, embedding: number): PaperGuide {
  if (attention === "none") return { name: scope.name, guide: (_visual, text) => tf.expandDims(text, 0) };
  const layers = { soft: SoftGuide, fusion: FusionGuide, similarity: CosineGuide };
  return new layers[attention](scope, embedding);
}

/** σ(cos(W·v, U·t)) · U·t: one number weighs the whole text (eqs 24–25). */
class CosineGuide implements PaperGuide {
  readonly name: string;
  private readonly sides: SimilaritySides;

  constructor(scope: Scope, embedding: number) {
    this.name = scope.name;
    this.sides = new SimilaritySides(scope, embedding);
  }

  guide(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D {
    const sides = this.sides.apply(visual, text);
    const cosine = tf.matMul(l2Normalize(sides.visual), l2Normalize(sides.text), false, true); // [images, texts]
    return tf.mul(tf.expandDims(tf.sigmoid(cosine), 2), tf.expandDims(sides.text, 0)); // [images, texts, embedding]
  }
}
