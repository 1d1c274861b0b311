// Abilities that only some models have. A view or a lesson asks for one before it uses it.
import type * as tf from "@tensorflow/tfjs-core";
import type { AdapterShape } from "../../nn/transformers/adapter.js";
import type { TextQuery } from "../../text/query.js";
import type { ImageTensors } from "./imageInputs.js";
import type { RetrievalModel } from "./retrievalModel.js";

/** The intermediate results of visual self-attention over a batch, with a map of m × m cells over each image. */
export interface AttentionStages {
  /** The gated map, which the mask is computed from, [batch, m, m]. */
  readonly salientMap: tf.Tensor3D;
  /** The main convolution's map, [batch, m, m]. */
  readonly mainMap: tf.Tensor3D;
  /** The gate, in (0, 1), [batch, m, m]. */
  readonly gateMap: tf.Tensor3D;
  /** The mask over the channels of the embedding, in (0, 1), [batch, embedding]. */
  readonly mask: tf.Tensor2D;
  /** The image's embedding, [batch, embedding]. */
  readonly embedding: tf.Tensor2D;
}

/** A model that shows the places of an image that it attends to. */
export interface SalientMaskModel extends RetrievalModel {
  /**
   * @param size height and width of the result; the size of the attention's own map by default
   * @returns values in 0…1, [batch, m, m] or [batch, size, size]
   */
  salientMask(inputs: ImageTensors, size?: number): tf.Tensor3D;
}

/** A model with visual self-attention whose stages can be looked at. */
export interface AttentionStagesModel extends RetrievalModel {
  /** Computes all stages of the attention over a batch. */
  attend(inputs: ImageTensors, training?: boolean): AttentionStages;
}

/** A model in which each image changes the text's vector. */
export interface GuidedTextsModel extends RetrievalModel {
  /**
   * @param visual [images, embedding] @param text as `encodeTexts` returns it
   * @returns [images, texts, embedding]; [1, texts, embedding] when no image changes a text
   */
  guidedTexts(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D;
}

/** A model with visual guidance whose vectors can also be compared without it, as semantic localization does. */
export interface UnguidedScoresModel extends RetrievalModel {
  /**
   * Returns the cosines of images and texts, without guidance of the text by the image.
   *
   * @param visual as `encodeImages` returns it @param text as `encodeTexts` returns it @returns [images, texts]
   */
  unguidedSimilarity(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D;
}

/** Upper left corner of a square of `imageSize` pixels in a picture. */
export interface WindowCorner {
  /** Distance from the left edge in pixels, a multiple of the model's `windowStride`. */
  readonly left: number;
  /** Distance from the upper edge in pixels, a multiple of the model's `windowStride`. */
  readonly top: number;
}

/**
 * A model that encodes many overlapping squares of one picture with one pass of its trunk. The vectors differ from those of
 * single squares, because the trunk reads the surroundings of a square where a single one has a border of zeros.
 */
export interface SharedTrunkModel extends RetrievalModel {
  /** Smallest distance between squares, in pixels: one cell of the trunk's coarsest map. */
  readonly windowStride: number;
  /**
   * @param picture RGB in 0…1, [1, height, width, 3], both sides multiples of `windowStride`
   * @param corners of squares of `imageSize` pixels inside the picture
   * @returns one row for each square, as `encodeImages` returns it, [squares, n]
   */
  encodeWindows(picture: tf.Tensor4D, corners: readonly WindowCorner[]): tf.Tensor2D;
}

/** A token of a text and its weight in the text's vector, in 0…1. */
export interface TokenWeight {
  /** The token as text. */
  readonly token: string;
  /** Its share of the text's vector. */
  readonly weight: number;
}

/** A model that weighs the tokens of a text. */
export interface TokenAttentionModel extends RetrievalModel {
  /** Returns the tokens in reading order. Their weights sum to 1. */
  tokenAttention(text: TextQuery): TokenWeight[];
}

/** A model that learns the factor of its cosines, as a contrastive loss needs it. */
export interface ScaledModel extends RetrievalModel {
  /** Returns the factor, which is 1 ÷ temperature. Gradients go through it. */
  scale(): tf.Scalar;
  /** Brings the factor back to its range after a step of training. */
  constrain(): void;
}

/** A model whose large layers can be trained through low-rank adapters (LoRA). */
export interface AdaptableModel extends RetrievalModel {
  /** True after `adapt`, and for a model that was loaded with adapters. */
  readonly adapted: boolean;
  /** Adds adapters. Scores stay the same until they are trained. A model with adapters is left as it is. */
  adapt(adapters: Required<AdapterShape>): void;
}

/**
 * Returns true when the model learns the factor of its cosines.
 *
 * @example
 * console.log(hasScale(model)); // false for AMFMN
 */
export function hasScale(model: RetrievalModel): model is ScaledModel {
  return has(model, "scale") && has(model, "constrain");
}

/**
 * Returns true when low-rank adapters can be added to the model.
 *
 * @example
 * console.log(canAdapt(model)); // false for AMFMN
 */
export function canAdapt(model: RetrievalModel): model is AdaptableModel {
  return has(model, "adapt");
}

/**
 * Returns true when the model shows the places that it attends to.
 *
 * @example
 * if (hasSalientMask(model)) console.log("The model has a salient mask.");
 */
export function hasSalientMask(model: RetrievalModel): model is SalientMaskModel {
  return has(model, "salientMask");
}

/**
 * Returns true when the model's attention has stages to look at.
 *
 * @example
 * console.log(hasAttentionStages(model)); // true for AMFMN
 */
export function hasAttentionStages(model: RetrievalModel): model is AttentionStagesModel {
  return has(model, "attend");
}

/**
 * Returns true when each image changes the text's vector.
 *
 * @example
 * console.log(hasGuidedTexts(model)); // true for AMFMN
 */
export function hasGuidedTexts(model: RetrievalModel): model is GuidedTextsModel {
  return has(model, "guidedTexts");
}

/**
 * Returns true when the model's vectors can be compared without visual guidance.
 *
 * @example
 * console.log(hasUnguidedScores(model)); // true for AMFMN as released
 */
export function hasUnguidedScores(model: RetrievalModel): model is UnguidedScoresModel {
  return has(model, "unguidedSimilarity");
}

/**
 * Returns true when overlapping squares of a picture can share one pass of the model's trunk.
 *
 * @example
 * console.log(hasSharedTrunk(model)); // true for AMFMN
 */
export function hasSharedTrunk(model: RetrievalModel): model is SharedTrunkModel {
  return has(model, "encodeWindows");
}

/**
 * Returns true when the model weighs the tokens of a text.
 *
 * @example
 * console.log(hasTokenAttention(model)); // false for AMFMN
 */
export function hasTokenAttention(model: RetrievalModel): model is TokenAttentionModel {
  return has(model, "tokenAttention");
}

function has(model: RetrievalModel, method: string): boolean {
  return typeof (model as unknown as Readonly<Record<string, unknown>>)[method] === "function";
}
