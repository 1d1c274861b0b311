// One training step: scores of every image with every text of a batch, the loss, its gradients, and Adam.
import * as tf from "@tensorflow/tfjs-core";
import { type DynamicMarginOptions, dynamicMargins } from "../../losses/dynamicMargin.js";
import { hingeLoss } from "../../losses/hinge.js";
import { toTensors } from "../../models/contract/imageInputs.js";
import type { RetrievalModel } from "../../models/contract/retrievalModel.js";
import type { Batch } from "../loading/batches.js";
import type { CaptionSimilarity } from "../options.js";
import type { Adam } from "./adam.js";
import { backpropagate } from "./backpropagation.js";
import { gradientNorm } from "./gradientNorm.js";

/** The paper's margin, which differs for each pair of image and text. */
export interface DynamicMargin extends DynamicMarginOptions {
  readonly similarity: CaptionSimilarity;
}

/** Options of one step. */
export interface StepOptions {
  readonly learningRate: number;
  readonly margin: number | DynamicMargin;
  readonly maxViolation: boolean;
  readonly clipNorm: number;
  /** Seed of the elements that dropout drops. */
  readonly dropoutSeed: number;
}

/** Loss per pair, and the norm of all gradients before clipping. */
export interface StepResult {
  readonly loss: number;
  readonly gradientNorm: number;
}

/** Moves the weights. Changes nothing when the loss or a gradient is not a finite number. */
export async function trainStep(
  model: RetrievalModel,
  adam: Adam,
  batch: Batch,
  options: StepOptions,
): Promise<StepResult> {
  const { pairs } = batch;
  const images = toTensors(batch.inputs);
  const margin = marginOf(batch, options.margin);
  const variables = [...model.parameters.trainable.values()];
  const { value, grads } = backpropagate(() => {
    const visual = model.encodeImages(images, true, options.dropoutSeed);
    const queries = pairs.map(({ record, caption }) => model.queryOf(record, caption));
    const text = model.encodeTexts(queries, options.dropoutSeed);
    return hingeLoss(model.similarity(visual, text), { margin, maxViolation: options.maxViolation });
  }, variables);
  const norm = gradientNorm(Object.values(grads));
  const [[sum], [length]] = (await Promise.all([value.data(), norm.data()])) as unknown as [
    [number],
    [number],
  ];
  tf.dispose([images, value, norm, margin]);
  const result = { loss: sum / pairs.length, gradientNorm: length };
  if (!wentWell(result)) {
    tf.dispose(grads);
    return result;
  }
  const { clipNorm, learningRate } = options;
  const excess = clipNorm > 0 && length > clipNorm;
  adam.apply(excess ? scaled(grads, clipNorm / length) : grads, learningRate);
  return result;
}

/** Returns true when loss and gradient are finite numbers. */
export function wentWell({ loss, gradientNorm }: StepResult): boolean {
  return Number.isFinite(loss) && Number.isFinite(gradientNorm);
}

/** Returns one number, or α of eq. 29 for each image and text of the batch. */
function marginOf({ pairs }: Batch, margin: number | DynamicMargin): number | tf.Tensor2D {
  if (typeof margin === "number") return margin;
  const cells = pairs.flatMap(({ record }) => pairs.map(({ caption }) => margin.similarity(record, caption)));
  return tf.tidy(() => dynamicMargins(tf.tensor2d(cells, [pairs.length, pairs.length]), margin));
}

/** Scales gradients and disposes of the given ones. */
function scaled(gradients: tf.NamedTensorMap, factor: number): tf.NamedTensorMap {
  const entries = Object.entries(gradients).map(
    ([name, gradient]) => [name, tf.mul(gradient, factor)] as const,
  );
  tf.dispose(gradients);
  return Object.fromEntries(entries);
}
