// Kernels of the WebGPU backend that fail on many inputs: it gives each one a buffer, and a shader has few of those.
import * as tf from "@tensorflow/tfjs-core";

/** Buffers that every device gives a shader are 8; one takes the result. */
const mostInputs = 7;

/** Registers a sum of any number of tensors, such as the squared lengths of all gradients; called once. */
export function registerGroupedSum(): void {
  const few = tf.getKernel("AddN", "webgpu").kernelFunc;
  tf.unregisterKernel("AddN", "webgpu");
  tf.registerKernel({
    kernelName: "AddN",
    backendName: "webgpu",
    kernelFunc: ({ inputs, attrs, backend }) => {
      const terms = inputs as unknown as tf.Tensor[];
      if (terms.length <= mostInputs) return few({ inputs, attrs, backend });
      const middle = terms.length >> 1;
      return tf.tidy(() => tf.add(tf.addN(terms.slice(0, middle)), tf.addN(terms.slice(middle))));
    },
  });
}
