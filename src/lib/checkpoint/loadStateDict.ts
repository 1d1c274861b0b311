// Fills a model's parameters from the tensors of a file, all of them or none.
import * as tf from "@tensorflow/tfjs-core";
import { CheckpointKeysError } from "../base/errors.js";
import type { ParameterLimit } from "../nn/parameters.js";
import type { NamedArray } from "./namedArray.js";
import { elementCount } from "./strides.js";

/** One parameter, and the tensors of a file that it is made of. */
export interface Source {
  readonly variable: tf.Variable;
  readonly parts: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** Makes the variable's value from the parts, in their order. */
  readonly join: (parts: readonly tf.Tensor[]) => tf.Tensor;
}

/** A model of fewer values than this is small, whatever its file holds. */
const smallModel = 1 << 24;

/**
 * Returns the largest size of a model whose weights a file holds. The model may be larger than the file, so that missing
 * tensors can be named.
 */
export function parameterLimit(file: string, tensors: readonly NamedArray[]): ParameterLimit {
  const stored = tensors.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  return { file, values: Math.max(smallModel, 4 * stored) };
}

/** Options of `loadStateDict`. */
export interface LoadStateDictOptions {
  /** Returns true for a tensor that the file may hold and the model does not need. */
  readonly ignored?: (name: string) => boolean;
  /** Advice at the end of the error message, such as `; name the vocabulary it was trained with`. */
  readonly advice?: string;
}

/**
 * Assigns the tensors of a file to parameters.
 *
 * @throws {CheckpointKeysError} that lists missing, unexpected and misshapen tensors; nothing is assigned then
 */
export function loadStateDict(
  file: string,
  sources: readonly Source[],
  arrays: readonly NamedArray[],
  { ignored = () => false, advice }: LoadStateDictOptions = {},
): void {
  const given = new Map(arrays.map((array) => [array.name, array]));
  const wanted = new Set<string>();
  const [missing, misshapen]: [string[], string[]] = [[], []];
  for (const { name, shape } of sources.flatMap(({ parts }) => parts)) {
    const array = given.get(name);
    wanted.add(name);
    if (!array) missing.push(name);
    else if (!tf.util.arraysEqual([...array.shape], [...shape]))
      misshapen.push(`${name} is [${array.shape}], expected [${shape}]`);
  }
  const unexpected = [...given.keys()].filter((name) => !wanted.has(name) && !ignored(name));
  if (missing.length + misshapen.length + unexpected.length > 0)
    throw new CheckpointKeysError(file, { missing, unexpected, misshapen }, advice);
  for (const { variable, parts, join } of sources) {
    tf.tidy(() => {
      const tensors = parts.map(({ name, shape }) => tf.tensor(given.get(name)!.values, [...shape]));
      variable.assign(join(tensors));
    });
  }
}
