// GELU and the faster function that OpenAI trained CLIP with. Each keeps its gate for its gradient.
import * as tf from "@tensorflow/tfjs-core";

/** The activations of a transformer's layers. */
export const activations = ["gelu", "quick-gelu"] as const;
/** `gelu` is x·Φ(x) with the normal distribution's Φ. `quick-gelu` is x·σ(1.702·x), as in OpenAI's checkpoints. */
export type Activation = (typeof activations)[number];

/** Returns Φ(x) of the standard normal distribution. */
const normalGate = (x: tf.Tensor) => tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
const normalSlope = (x: tf.Tensor) => tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));

const steepness = 1.702;

/**
 * Applies an activation.
 *
 * @param x any shape @returns the same shape
 * @example
 * activate("quick-gelu", tf.tensor1d([-1, 0, 1])).print(); // [-0.154, 0, 0.846]
 */
export function activate<T extends tf.Tensor>(activation: Activation, x: T): T {
  return activation === "gelu"
    ? gated(x, normalGate, normalSlope)
    : gated(
        x,
        (input) => tf.sigmoid(tf.mul(input, steepness)),
        (_, gate) => tf.mul(tf.mul(gate, tf.sub(1, gate)), steepness),
      );
}

/** Computes x·g(x), whose gradient is g(x) + x·g'(x). */
function gated<T extends tf.Tensor>(
  x: T,
  gateOf: (x: tf.Tensor) => tf.Tensor,
  slopeOf: (x: tf.Tensor, gate: tf.Tensor) => tf.Tensor,
): T {
  const forward = tf.customGrad((...parts) => {
    const [input, save] = parts as unknown as [tf.Tensor, tf.GradSaveFunc];
    const gate = gateOf(input);
    save([input, gate]);
    return {
      value: tf.mul(input, gate),
      gradFunc: (dy, saved) => {
        const [savedInput, savedGate] = saved as [tf.Tensor, tf.Tensor];
        const slope = slopeOf(savedInput, savedGate);
        return tf.mul(dy as tf.Tensor, tf.add(savedGate, tf.mul(savedInput, slope)));
      },
    };
  }) as unknown as (x: T) => T;
  return forward(x);
}
