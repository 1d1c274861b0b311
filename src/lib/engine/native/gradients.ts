// Gradients that TensorFlow has as one operation and tfjs-core composes from several: of ReLU, sigmoid and tanh.
import * as tf from "@tensorflow/tfjs-core";
import { onNative, operation } from "./operations.js";

/** Registers them in the place of tfjs-core's, which other engines go on using. */
export function registerNativeGradients(): void {
  replace("Relu", "ReluGrad", "x");
  replace("Sigmoid", "SigmoidGrad", "y");
  replace("Tanh", "TanhGrad", "y");
}

/** @param saved whether the operation's gradient is computed from its input x or its output y */
function replace(kernelName: string, name: string, saved: "x" | "y"): void {
  const original = tf.getGradient(kernelName)!;
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    ...original,
    gradFunc: (dy, kept, attributes) => {
      if (!onNative()) return original.gradFunc(dy, kept, attributes);
      const value = kept[0]!;
      // TensorFlow takes (y, dy) for sigmoid and tanh, (dy, x) for ReLU.
      const inputs = saved === "x" ? [dy as tf.Tensor, value] : [value, dy as tf.Tensor];
      return { x: () => operation(name, inputs)[0]! };
    },
  });
}
