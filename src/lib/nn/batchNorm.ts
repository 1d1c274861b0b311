// Batch normalization over batch, height and width. In training the statistics are the batch's and the running
// ones move by PyTorch's momentum of 0.1; in evaluation the running ones are used. Native TensorFlow has it as one
// fused operation with a fused gradient; elsewhere both are composed, with the gradient written out.
import * as tf from "@tensorflow/tfjs-core";
import { onNative, operation } from "../engine/native/operations.js";
import type { Parameters } from "./parameters.js";

const epsilon = 1e-5;
const momentum = 0.1;

export function createBatchNorm(parameters: Parameters, name: string, channels: number): void {
  parameters.create(`${name}.weight`, [channels], { kind: "constant", value: 1 });
  parameters.create(`${name}.bias`, [channels], { kind: "constant", value: 0 });
  parameters.buffer(`${name}.running_mean`, [channels], 0);
  parameters.buffer(`${name}.running_var`, [channels], 1);
}

/** @param x [batch, height, width, channels] @returns the same shape */
export function batchNorm(
  parameters: Parameters,
  name: string,
  x: tf.Tensor4D,
  training: boolean,
): tf.Tensor4D {
  const gamma = parameters.get(`${name}.weight`);
  const beta = parameters.get(`${name}.bias`);
  const runningMean = parameters.get(`${name}.running_mean`);
  const runningVariance = parameters.get(`${name}.running_var`);
  if (!training) return tf.batchNorm(x, runningMean, runningVariance, beta, gamma, epsilon) as tf.Tensor4D;
  const track = (mean: tf.Tensor, unbiased: tf.Tensor) => {
    runningMean.assign(tf.add(tf.mul(runningMean, 1 - momentum), tf.mul(mean, momentum)));
    runningVariance.assign(tf.add(tf.mul(runningVariance, 1 - momentum), tf.mul(unbiased, momentum)));
  };
  if (onNative()) return fused(x, gamma, beta, track);
  const flat = tf.reshape(x, [-1, x.shape[3]]) as tf.Tensor2D;
  return tf.reshape(composed(flat, gamma, beta, track), x.shape) as tf.Tensor4D;
}

/** Is given the batch's mean and its unbiased variance, each [channels]. */
type Track = (mean: tf.Tensor, unbiased: tf.Tensor) => void;

/** A function of input, scale and shift with a gradient of its own. */
type Normalize<T extends tf.Tensor> = (x: T, gamma: tf.Tensor, beta: tf.Tensor) => T;

/** FusedBatchNormV3 and its gradient: two passes each. */
function fused(x: tf.Tensor4D, gamma: tf.Tensor, beta: tf.Tensor, track: Track): tf.Tensor4D {
  const attributes = { epsilon: { float: epsilon }, data_format: "NHWC", is_training: true } as const;
  const forward = tf.customGrad((...parts) => {
    const [input, scale, shift, save] = parts as unknown as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.GradSaveFunc,
    ];
    const none = tf.tensor1d([]);
    const outputs = operation("FusedBatchNormV3", [input, scale, shift, none, none], attributes, 6);
    const [value, mean, unbiased, ...reserved] = outputs;
    track(mean!, unbiased!);
    save([input, scale, ...reserved]);
    return {
      value: value as tf.Tensor4D,
      gradFunc: (dy, [savedInput, savedScale, ...space]) =>
        operation(
          "FusedBatchNormGradV3",
          [dy, savedInput!, savedScale!, ...space] as tf.Tensor[],
          attributes,
          5,
        ).slice(0, 3),
    };
  }) as Normalize<tf.Tensor4D>;
  return forward(x, gamma, beta);
}

/** Columns of [rows, channels] by their own mean and variance: five passes over the data for the gradient. */
function composed(x: tf.Tensor2D, gamma: tf.Tensor, beta: tf.Tensor, track: Track): tf.Tensor2D {
  const rows = x.shape[0];
  // A product with a row of ones sums columns without transposing.
  const columnSums = (y: tf.Tensor) => tf.reshape(tf.matMul(tf.ones([1, rows]), y as tf.Tensor2D), [-1]);
  const forward = tf.customGrad((...parts) => {
    const [input, scale, shift, save] = parts as unknown as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.GradSaveFunc,
    ];
    const mean = tf.div(columnSums(input), rows);
    const centered = tf.sub(input, mean);
    const variance = tf.div(columnSums(tf.square(centered)), rows);
    track(mean, tf.mul(variance, rows / Math.max(1, rows - 1)));
    const inverse = tf.rsqrt(tf.add(variance, epsilon));
    const normal = tf.mul(centered, inverse);
    save([normal, inverse, scale]);
    return {
      value: tf.add(tf.mul(normal, scale), shift),
      gradFunc: (dy, saved) => {
        const [xhat, inv, g] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
        const dBeta = columnSums(dy as tf.Tensor);
        const dGamma = columnSums(tf.mul(dy as tf.Tensor, xhat));
        const inner = tf.sub(tf.sub(dy, tf.div(dBeta, rows)), tf.mul(xhat, tf.div(dGamma, rows)));
        return [tf.mul(inner, tf.mul(g, inv)), dGamma, dBeta];
      },
    };
  }) as Normalize<tf.Tensor2D>;
  return forward(x, gamma, beta);
}
