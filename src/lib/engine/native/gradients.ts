// Gradients that TensorFlow has as one operation and tfjs-core composes from several: of ReLU, sigmoid and tanh.
import * as tf from "@tensorflow/tfjs-core";
import { onNative, operation } from "./operations.js";

/** Registers them in the place of tfjs-core's, which other engines go on using. */
export function registerNativeGradients(): void {
  replace("Relu", "ReluGrad");
  replace("Sigmoid", "SigmoidGrad");
  replace("Tanh", "TanhGrad");
}

/**
 * Each is computed from the operation's output y. That of ReLU could be from its input, as tfjs-core has it, but what
 * comes next keeps the output anyway, and it is positive where the input is.
 */
function replace(kernelName: string, name: string): void {
  const original = tf.getGradient(kernelName)!;
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    kernelName,
    outputsToSave: [true],
    gradFunc: (dy, kept, attributes) => {
      if (!onNative()) return original.gradFunc(dy, kept, attributes);
      const pair = [kept[0]!, dy as tf.Tensor];
      // TensorFlow takes (y, dy) for sigmoid and tanh, (dy, y) for ReLU.
      const inputs = kernelName === "Relu" ? pair.toReversed() : pair;
      return { x: () => operation(name, inputs)[0]! };
    },
  });
}
