// Parameters as PyTorch's state dict stores them. Each layer defines the names and the axes of its own weights.
import * as tf from "@tensorflow/tfjs-core";
import type { Parameter, TorchLayout } from "../nn/parameters.js";
import type { Source } from "./loadStateDict.js";
import type { NamedArray } from "./namedArray.js";

/** Lists for each parameter the tensors of a state dict that it is made of. */
export function torchSources(parameters: readonly Parameter[]): Source[] {
  return parameters.map(({ variable, torch: { axes, names } }) => {
    const shape = partShape(variable, names.length);
    const ours = axes.map((_, axis) => axes.indexOf(axis));
    return {
      variable,
      parts: names.map((name) => ({ name, shape: axes.map((axis) => shape[axis]!) })),
      join: (parts) =>
        tf.concat(
          parts.map((part) => tf.transpose(part, ours)),
          -1,
        ),
    };
  });
}

/** Returns the values of parameters under PyTorch's names and with its axes. */
export async function torchArrays(parameters: readonly Parameter[]): Promise<NamedArray[]> {
  const arrays: NamedArray[] = [];
  for (const { variable, torch } of parameters) {
    const { names } = torch;
    const parts = torchParts(variable, torch);
    for (const [i, part] of parts.entries())
      arrays.push({ name: names[i]!, shape: part.shape, values: (await part.data()) as Float32Array });
    tf.dispose(parts);
  }
  return arrays;
}

/** Returns a value with a parameter's shape as PyTorch's tensors. The caller disposes of them. */
export function torchParts(value: tf.Tensor, { axes, names }: TorchLayout): tf.Tensor[] {
  return tf.tidy(() => {
    const parts = names.length > 1 ? tf.split(value, names.length, -1) : [value];
    return parts.map((part) => tf.transpose(part, [...axes]));
  });
}

/** Returns the shape of one of several tensors that are joined along our last axis. */
function partShape({ shape }: tf.Variable, parts: number): number[] {
  return shape.map((size, axis) => (axis === shape.length - 1 ? size / parts : size));
}
