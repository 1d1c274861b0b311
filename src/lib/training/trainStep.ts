// One step: scores of every image with every text of a batch, the loss, its gradients, and Adam.
import * as tf from "@tensorflow/tfjs-core";
import { type DynamicMarginOptions, dynamicMargins } from "../losses/dynamicMargin.js";
import { hingeLoss } from "../losses/hinge.js";
import type { Amfmn } from "../models/amfmn/amfmn.js";
import type { Batch } from "./loading/batches.js";
import type { Adam } from "./optimization/adam.js";
import { backpropagate } from "./optimization/backpropagation.js";
import type { CaptionSimilarity } from "./options.js";

/** The paper's margin, different for each pair of image and text. */
export interface DynamicMargin extends DynamicMarginOptions {
  readonly similarity: CaptionSimilarity;
}

export interface StepOptions {
  readonly learningRate: number;
  readonly margin: number | DynamicMargin;
  readonly maxViolation: boolean;
  readonly clipNorm: number;
  /** The same seed drops the same elements. */
  readonly dropoutSeed: number;
}

/** Loss per pair, and the length of all gradients together before they are clipped. */
export interface StepResult {
  readonly loss: number;
  readonly gradientNorm: number;
}

/** Moves the weights, unless loss or gradients are no numbers: then nothing is changed. */
export async function trainStep(
  model: Amfmn,
  adam: Adam,
  batch: Batch,
  options: StepOptions,
): Promise<StepResult> {
  const { pairs, pixels } = batch;
  const size = model.options.imageSize;
  const images = tf.tensor4d(pixels, [pairs.length, size, size, 3]);
  const margin = marginOf(batch, options.margin);
  const variables = [...model.parameters.trainable.values()];
  const { value, grads } = backpropagate(() => {
    const visual = model.encodeImages(images, true);
    const queries = pairs.map(({ record, caption }) => model.queryOf(record, caption));
    const text = model.encodeTexts(queries, options.dropoutSeed);
    return hingeLoss(model.similarity(visual, text), { margin, maxViolation: options.maxViolation });
  }, variables);
  const norm = tf.tidy(() =>
    tf.sqrt(tf.addN(Object.values(grads).map((gradient) => tf.tidy(() => tf.sum(tf.square(gradient)))))),
  );
  const [[sum], [gradientNorm]] = (await Promise.all([value.data(), norm.data()])) as unknown as [
    [number],
    [number],
  ];
  tf.dispose([images, value, norm, margin]);
  const result = { loss: sum / pairs.length, gradientNorm };
  if (!wentWell(result)) {
    tf.dispose(grads);
    return result;
  }
  const { clipNorm, learningRate } = options;
  const excess = clipNorm > 0 && gradientNorm > clipNorm;
  adam.apply(excess ? scaled(grads, clipNorm / gradientNorm) : grads, learningRate);
  return result;
}

/** Whether a step went well. */
export function wentWell({ loss, gradientNorm }: StepResult): boolean {
  return Number.isFinite(loss) && Number.isFinite(gradientNorm);
}

/** One number, or α of eq. 29 for each image and text of the batch. */
function marginOf({ pairs }: Batch, margin: number | DynamicMargin): number | tf.Tensor2D {
  if (typeof margin === "number") return margin;
  const cells = pairs.flatMap(({ record }) => pairs.map(({ caption }) => margin.similarity(record, caption)));
  return tf.tidy(() => dynamicMargins(tf.tensor2d(cells, [pairs.length, pairs.length]), margin));
}

/** Gradients times a factor; disposes of the given ones. */
function scaled(gradients: tf.NamedTensorMap, factor: number): tf.NamedTensorMap {
  const entries = Object.entries(gradients).map(
    ([name, gradient]) => [name, tf.mul(gradient, factor)] as const,
  );
  tf.dispose(gradients);
  return Object.fromEntries(entries);
}
