// Batch normalization over batch, height and width. Native TensorFlow computes it and its gradient with one fused
// operation each. Other engines compose them from smaller operations.
import * as tf from "@tensorflow/tfjs-core";
import { onNative, operation } from "../../engine/native/operations.js";
import { columnSums } from "../columnSums.js";
import type { ParameterOwner, Scope } from "../parameters.js";

const epsilon = 1e-5;
/** PyTorch's default: the share by which a batch moves the running statistics. */
const momentum = 0.1;

/**
 * Batch normalization as PyTorch's `nn.BatchNorm2d` computes it. Training uses the batch's statistics and moves the
 * running ones. Evaluation uses the running ones.
 *
 * @example
 * const norm = new BatchNorm(new Parameters(1).at("norm"), 8);
 * console.log(norm.apply(tf.ones([2, 4, 4, 8]), true).shape); // [2, 4, 4, 8]
 */
export class BatchNorm implements ParameterOwner {
  readonly name: string;
  private readonly gamma: tf.Tensor;
  private readonly beta: tf.Tensor;
  private readonly runningMean: tf.Variable;
  private readonly runningVariance: tf.Variable;

  constructor(scope: Scope, channels: number) {
    this.name = scope.name;
    this.gamma = scope.weight("weight", [channels], { kind: "constant", value: 1 });
    this.beta = scope.weight("bias", [channels], { kind: "constant", value: 0 });
    this.runningMean = scope.buffer("running_mean", [channels], 0);
    this.runningVariance = scope.buffer("running_var", [channels], 1);
  }

  /** @param x [batch, height, width, channels] @returns the same shape */
  apply(x: tf.Tensor4D, training: boolean): tf.Tensor4D {
    const { gamma, beta, runningMean, runningVariance } = this;
    if (!training) return tf.batchNorm(x, runningMean, runningVariance, beta, gamma, epsilon) as tf.Tensor4D;
    if (onNative()) return this.fused(x);
    const track = (mean: tf.Tensor, unbiased: tf.Tensor) => {
      runningMean.assign(tf.add(tf.mul(runningMean, 1 - momentum), tf.mul(mean, momentum)));
      runningVariance.assign(tf.add(tf.mul(runningVariance, 1 - momentum), tf.mul(unbiased, momentum)));
    };
    const flat = tf.reshape(x, [-1, x.shape[3]]) as tf.Tensor2D;
    return tf.reshape(composed(flat, gamma, beta, track), x.shape) as tf.Tensor4D;
  }

  /** Calls FusedBatchNormV3, which also moves the running statistics, and its gradient. Each passes over the data twice. */
  private fused(x: tf.Tensor4D): tf.Tensor4D {
    const attributes = { epsilon: { float: epsilon }, data_format: "NHWC", is_training: true } as const;
    const { runningMean, runningVariance } = this;
    const forward = tf.customGrad((...parts) => {
      const [input, scale, shift, save] = parts as unknown as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.GradSaveFunc,
      ];
      const [value, mean, variance, ...reserved] = operation(
        "FusedBatchNormV3",
        [input, scale, shift, runningMean, runningVariance],
        { ...attributes, exponential_avg_factor: { float: momentum } },
        6,
      );
      runningMean.assign(mean!);
      runningVariance.assign(variance!);
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
    return forward(x, this.gamma, this.beta);
  }
}

/** Receives the batch's mean and its unbiased variance, each [channels]. */
type Track = (mean: tf.Tensor, unbiased: tf.Tensor) => void;

/** A differentiable function of input, scale and shift. */
type Normalize<T extends tf.Tensor> = (x: T, gamma: tf.Tensor, beta: tf.Tensor) => T;

/** Normalizes each column of [rows, channels]. The gradient passes over the data five times. */
function composed(x: tf.Tensor2D, gamma: tf.Tensor, beta: tf.Tensor, track: Track): tf.Tensor2D {
  const rows = x.shape[0];
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
