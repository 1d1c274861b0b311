// Gradients of ReLU, sigmoid and tanh as one operation of TensorFlow each. tfjs-core composes them of several.
import * as tf from "@tensorflow/tfjs-core";
import { onNative, operation } from "./operations.js";

/** Registers the gradients. Other engines continue to use those of tfjs-core. */
export function registerNativeGradients(): void {
  replace("Relu", "ReluGrad");
  replace("Sigmoid", "SigmoidGrad");
  replace("Tanh", "TanhGrad");
}

/**
 * Replaces a gradient by one that needs the operation's output y. tfjs-core computes the gradient of ReLU from its
 * input. The output is positive at the same places, and the next layer keeps it in memory anyway.
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
