// Layer normalization with one gradient for the whole layer. tfjs-core's gradient of the composed operations passes over
// the data more than twice as often.
import * as tf from "@tensorflow/tfjs-core";
import { columnSums } from "../columnSums.js";
import type { ParameterOwner, Scope } from "../parameters.js";

const epsilon = 1e-5;

/**
 * Normalizes each vector of the last axis, as PyTorch's `nn.LayerNorm` does.
 *
 * @example
 * const norm = new LayerNorm(new Parameters(1).at("ln"), 4);
 * console.log(norm.apply(tf.ones([2, 3, 4])).shape); // [2, 3, 4]
 */
export class LayerNorm implements ParameterOwner {
  readonly name: string;
  private readonly gamma: tf.Tensor;
  private readonly beta: tf.Tensor;

  constructor(scope: Scope, width: number) {
    this.name = scope.name;
    this.gamma = scope.weight("weight", [width], { kind: "constant", value: 1 });
    this.beta = scope.weight("bias", [width], { kind: "constant", value: 0 });
  }

  /** @param x any shape whose last axis is as long as the layer is wide @returns the same shape */
  apply<T extends tf.Tensor>(x: T): T {
    const flat = tf.reshape(x, [-1, x.shape.at(-1)!]) as tf.Tensor2D;
    return tf.reshape(normalized(flat, this.gamma, this.beta), x.shape) as T;
  }
}

function normalized(x: tf.Tensor2D, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor2D {
  const forward = tf.customGrad((...parts) => {
    const [input, scale, shift, save] = parts as unknown as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.GradSaveFunc,
    ];
    const centered = tf.sub(input, tf.mean(input, 1, true));
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centered), 1, true), epsilon)); // [rows, 1]
    const normal = tf.mul(centered, inverse);
    save([normal, inverse, scale]);
    return {
      value: tf.add(tf.mul(normal, scale), shift),
      gradFunc: (dy, saved) => backward(dy as tf.Tensor, saved as [tf.Tensor, tf.Tensor, tf.Tensor]),
    };
  }) as (x: tf.Tensor2D, gamma: tf.Tensor, beta: tf.Tensor) => tf.Tensor2D;
  return forward(x, gamma, beta);
}

/** Gradients by input, scale and shift. */
function backward(dy: tf.Tensor, [normal, inverse, scale]: [tf.Tensor, tf.Tensor, tf.Tensor]): tf.Tensor[] {
  const dNormal = tf.mul(dy, scale);
  const along = tf.mean(tf.mul(dNormal, normal), 1, true);
  const inner = tf.sub(tf.sub(dNormal, tf.mean(dNormal, 1, true)), tf.mul(normal, along));
  return [tf.mul(inner, inverse), columnSums(tf.mul(dy, normal)), columnSums(dy)];
}
