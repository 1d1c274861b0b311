// TensorFlow's own operations, beyond those that tfjs-core has kernels for: a fused operation passes over memory
// once where tfjs-core would compose several.
import * as tf from "@tensorflow/tfjs-core";
import type { NodeJSKernelBackend } from "@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js";
import type { TFEOpAttr } from "@tensorflow/tfjs-node-gpu/dist/tfjs_binding.js";

/** An attribute of an operation: flags and texts as they are, the rest with its kind. */
type Attribute =
  | boolean
  | string
  | { readonly float: number }
  | { readonly int: number | number[] }
  | { readonly type: "float32" | "int32" }
  | { readonly shape: number[] };

/** Whether native TensorFlow is the engine in use. */
export function onNative(): boolean {
  return tf.getBackend() === "tensorflow";
}

/** Whether it computes on the processor, which has kernels that GPUs lack. */
export function onNativeProcessor(): boolean {
  return onNative() && !(tf.backend() as NodeJSKernelBackend).isUsingGpuDevice;
}

/**
 * Runs one of TensorFlow's operations.
 *
 * @param name such as `FusedBatchNormV3`
 * @param outputs how many tensors it gives
 * @throws {Error} by TensorFlow when inputs or attributes do not fit the operation: a defect of the caller
 */
export function operation(
  name: string,
  inputs: readonly tf.Tensor[],
  attributes: Readonly<Record<string, Attribute>> = {},
  outputs = 1,
): tf.Tensor[] {
  const backend = tf.backend() as NodeJSKernelBackend;
  const list = Object.entries(attributes).map(([key, value]) => encode(backend, key, value));
  return backend.executeMultipleOutputs(name, list, [...inputs], outputs);
}

function encode({ binding }: NodeJSKernelBackend, name: string, attribute: Attribute): TFEOpAttr {
  if (typeof attribute === "boolean") return { name, type: binding.TF_ATTR_BOOL, value: attribute };
  if (typeof attribute === "string") return { name, type: binding.TF_ATTR_STRING, value: attribute };
  if ("float" in attribute) return { name, type: binding.TF_ATTR_FLOAT, value: attribute.float };
  if ("int" in attribute) return { name, type: binding.TF_ATTR_INT, value: attribute.int };
  if ("shape" in attribute) return { name, type: binding.TF_ATTR_SHAPE, value: attribute.shape };
  const type = attribute.type === "float32" ? binding.TF_FLOAT : binding.TF_INT32;
  return { name, type: binding.TF_ATTR_TYPE, value: type };
}
