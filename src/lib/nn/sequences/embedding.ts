// A table of word embeddings.
import * as tf from "@tensorflow/tfjs-core";
import type { ParameterOwner, Scope, TorchLayout } from "../parameters.js";
import { gatherRows } from "./gatherRows.js";

/**
 * A table with one row for each token.
 *
 * @example
 * const words = new Embedding(new Parameters(1).at("words"), vocabulary.size, 16);
 * console.log(words.apply(new Int32Array([1, 2, 3])).shape); // [3, 16]
 */
export class Embedding implements ParameterOwner {
  readonly name: string;
  private readonly table: tf.Tensor;

  /** @param names the table's name in PyTorch's state dict, where it differs from the scope's */
  constructor(scope: Scope, tokens: number, size: number, names?: TorchLayout["names"]) {
    this.name = scope.name;
    this.table = scope.weight("", [tokens, size], { kind: "normal", deviation: 0.1 }, names && { names });
  }

  /** @param ids token numbers, in a tensor int32 with one axis @returns their rows, [ids, size] */
  apply(ids: Int32Array | tf.Tensor): tf.Tensor2D {
    const indices = ids instanceof Int32Array ? tf.tensor1d(ids, "int32") : (ids as tf.Tensor1D);
    return gatherRows(this.table as tf.Tensor2D, indices);
  }
}
