// Batch normalisation over batch, height and width. In training the statistics are the batch's and the running
// ones move by PyTorch's momentum of 0.1; in evaluation the running ones are used.
import * as tf from "@tensorflow/tfjs-core";
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
  if (!training) {
    const scale = tf.mul(gamma, tf.rsqrt(tf.add(runningVariance, epsilon)));
    return tf.add(tf.mul(x, scale), tf.sub(beta, tf.mul(runningMean, scale)));
  }
  const channels = x.shape[3];
  const rows = x.size / channels;
  const flat = tf.reshape(x, [rows, channels]) as tf.Tensor2D;
  const track = (mean: tf.Tensor, variance: tf.Tensor) => {
    const unbiased = tf.mul(variance, rows / Math.max(1, rows - 1));
    runningMean.assign(tf.add(tf.mul(runningMean, 1 - momentum), tf.mul(mean, momentum)));
    runningVariance.assign(tf.add(tf.mul(runningVariance, 1 - momentum), tf.mul(unbiased, momentum)));
  };
  return tf.reshape(normalise(flat, gamma, beta, track), x.shape) as tf.Tensor4D;
}

/**
 * Normalises columns by their own mean and variance. The gradient is written out, which takes five passes over
 * the data instead of the dozen that differentiating mean and variance step by step would.
 */
function normalise(
  x: tf.Tensor2D,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  track: (mean: tf.Tensor, variance: tf.Tensor) => void,
): tf.Tensor2D {
  const rows = x.shape[0];
  // A product with a row of ones sums columns without transposing.
  const columnSums = (y: tf.Tensor2D) => tf.reshape(tf.matMul(tf.ones([1, rows]), y), [-1]);
  const operation = tf.customGrad((...parts) => {
    const [input, scale, shift, save] = parts as unknown as [
      tf.Tensor2D,
      tf.Tensor1D,
      tf.Tensor1D,
      tf.GradSaveFunc,
    ];
    const mean = tf.div(columnSums(input), rows);
    const centred = tf.sub(input, mean) as tf.Tensor2D;
    const variance = tf.div(columnSums(tf.square(centred)), rows);
    track(mean, variance);
    const inverse = tf.rsqrt(tf.add(variance, epsilon));
    const normal = tf.mul(centred, inverse);
    save([normal, inverse, scale]);
    return {
      value: tf.add(tf.mul(normal, scale), shift),
      gradFunc: (dy, saved) => {
        const [xhat, inv, g] = saved as [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
        const dBeta = columnSums(dy as tf.Tensor2D);
        const dGamma = columnSums(tf.mul(dy as tf.Tensor2D, xhat));
        const inner = tf.sub(tf.sub(dy, tf.div(dBeta, rows)), tf.mul(xhat, tf.div(dGamma, rows)));
        return [tf.mul(inner, tf.mul(g, inv)), dGamma, dBeta];
      },
    };
  });
  return operation(x, gamma, beta) as tf.Tensor2D;
}
