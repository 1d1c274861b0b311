// One training step: scores of every image with every text of a batch, the loss, its gradients, and Adam.
import * as tf from "@tensorflow/tfjs-core";
import { contrastiveLoss } from "../../losses/contrastive.js";
import { type DynamicMarginOptions, dynamicMargins } from "../../losses/dynamicMargin.js";
import { hingeLoss } from "../../losses/hinge.js";
import { hasScale } from "../../models/contract/capabilities.js";
import { toTensors } from "../../models/contract/imageInputs.js";
import type { Loss } from "../../models/contract/recipe.js";
import type { RetrievalModel } from "../../models/contract/retrievalModel.js";
import { isRecordable } from "../../models/contract/textInputs.js";
import type { Batch } from "../loading/batches.js";
import type { CaptionSimilarity } from "../options.js";
import type { Adam } from "./adam.js";
import { type BatchTensors, batchGradients, type LossAndGradients } from "./batchGradients.js";
import { gradientNorm } from "./gradientNorm.js";
import { recordedGradients } from "./recordedGradients.js";

/** The paper's margin, which differs for each pair of image and text. */
export interface DynamicMargin extends DynamicMarginOptions {
  readonly similarity: CaptionSimilarity;
}

/** Options of one step. */
export interface StepOptions {
  readonly learningRate: number;
  readonly margin: number | DynamicMargin;
  readonly maxViolation: boolean;
  readonly loss: Loss;
  /** Temperature of the contrastive loss, for a model that does not learn its own. */
  readonly temperature: number;
  /** Number of parts that the batch is computed in. */
  readonly accumulate: number;
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
  const queries = pairs.map(({ record, caption }) => model.queryOf(record, caption));
  const { value, grads } = gradientsOf(
    model,
    { images, queries, dropoutSeed: options.dropoutSeed },
    margin,
    options,
  );
  const norm = gradientNorm(Object.values(grads));
  const [[sum], [length]] = (await Promise.all([value.data(), norm.data()])) as unknown as [
    [number],
    [number],
  ];
  tf.dispose([images, value, norm, margin]);
  // The hinge loss is a sum, the contrastive loss a mean.
  const loss = options.loss === "hinge" ? sum / pairs.length : sum;
  const result = { loss, gradientNorm: length };
  if (!wentWell(result)) {
    tf.dispose(grads);
    return result;
  }
  const { clipNorm, learningRate } = options;
  const excess = clipNorm > 0 && length > clipNorm;
  adam.apply(excess ? scaled(grads, clipNorm / length) : grads, learningRate);
  if (hasScale(model)) model.constrain();
  return result;
}

/** Returns true when loss and gradient are finite numbers. */
export function wentWell({ loss, gradientNorm }: StepResult): boolean {
  return Number.isFinite(loss) && Number.isFinite(gradientNorm);
}

/** Computes the gradients of a batch, with a recorded function where the model allows it. */
function gradientsOf(
  model: RetrievalModel,
  batch: BatchTensors,
  margin: tf.Tensor,
  options: StepOptions,
): LossAndGradients {
  if (!isRecordable(model) || options.accumulate > 1) {
    return batchGradients(model, batch, options.accumulate, (scores) =>
      lossOf(model, scores, margin, options),
    );
  }
  const { loss, maxViolation, temperature } = options;
  const texts = toTensors(model.prepareTexts(batch.queries, batch.dropoutSeed));
  const found = recordedGradients(
    model,
    { images: batch.images, texts, margin },
    {
      key: `${loss} ${maxViolation} ${temperature}`,
      of: (scores, ofMargin) => lossOf(model, scores, ofMargin, options),
    },
  );
  tf.dispose(texts);
  return found;
}

function lossOf(
  model: RetrievalModel,
  scores: tf.Tensor2D,
  margin: tf.Tensor,
  { loss, temperature, maxViolation }: StepOptions,
): tf.Scalar {
  if (loss === "hinge") return hingeLoss(scores, { margin, maxViolation });
  return contrastiveLoss(scores, hasScale(model) ? model.scale() : 1 / temperature);
}

/** Returns one number, or α of eq. 29 for each image and text of the batch. */
function marginOf({ pairs }: Batch, margin: number | DynamicMargin): tf.Tensor {
  if (typeof margin === "number") return tf.scalar(margin);
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
