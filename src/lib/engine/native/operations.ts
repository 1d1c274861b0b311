// Runs operations of TensorFlow for which tfjs-core has no kernel. A fused operation passes over memory once, where
// tfjs-core composes several operations.
import * as tf from "@tensorflow/tfjs-core";
import type { NodeJSKernelBackend } from "@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js";
import type { TFEOpAttr } from "@tensorflow/tfjs-node-gpu/dist/tfjs_binding.js";

/** Attribute of an operation. Numbers, types and shapes are written with their kind. */
type Attribute =
  | boolean
  | string
  | { readonly float: number }
  | { readonly int: number | number[] }
  | { readonly type: "float32" | "int32" }
  | { readonly shape: number[] };

/** Reports whether native TensorFlow is the current engine. */
export function onNative(): boolean {
  return tf.getBackend() === "tensorflow";
}

/** Reports whether native TensorFlow computes on the processor, which has kernels that GPUs lack. */
export function onNativeProcessor(): boolean {
  return onNative() && !(tf.backend() as NodeJSKernelBackend).isUsingGpuDevice;
}

/**
 * Runs an operation of TensorFlow.
 *
 * @param name such as `FusedBatchNormV3`
 * @param outputs number of tensors that the operation returns
 * @throws {Error} by TensorFlow when inputs or attributes do not fit the operation
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
