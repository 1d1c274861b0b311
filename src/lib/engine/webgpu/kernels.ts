// A kernel of the WebGPU backend that fails on many inputs, because each one needs a buffer and a shader has few.
import * as tf from "@tensorflow/tfjs-core";

/** Every device has 8 buffers for a shader. One of them holds the result. */
const mostInputs = 7;

/** Registers a sum of any number of tensors, such as the squared norms of all gradients. It is called once. */
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
