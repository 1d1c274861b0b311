// Availability of the native engine, and the operations that it runs.
import * as tf from "@tensorflow/tfjs-core";
import type { NodeJSKernelBackend } from "@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js";
import { listEngines } from "../../src/lib/index.js";

const native = (await listEngines()).find(({ name }) => name === "tensorflow")!;

/** Reason to skip tests of native TensorFlow, or false. */
export const noNative = native.available ? false : native.reason;

/** Counts the operations that native TensorFlow starts before `work` returns. */
export function countOperations<T>(work: () => T): { count: number; result: T } {
  const backend = tf.backend() as NodeJSKernelBackend;
  const { binding } = backend;
  let count = 0;
  const executeOp: typeof binding.executeOp = (...given) => {
    count += 1;
    return binding.executeOp(...given);
  };
  backend.binding = Object.create(binding, { executeOp: { value: executeOp } }) as typeof binding;
  try {
    return { result: work(), count };
  } finally {
    backend.binding = binding;
  }
}
