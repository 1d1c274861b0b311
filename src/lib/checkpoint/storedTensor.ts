// A tensor in a file. Its numbers are read when they are asked for.
import type { NamedArray } from "./namedArray.js";

/** A tensor of a file that is not read yet. Each access of `values` reads the file. */
export class StoredTensor implements NamedArray {
  constructor(
    readonly name: string,
    readonly shape: readonly number[],
    private readonly read: () => Float32Array,
  ) {}

  get values(): Float32Array {
    return this.read();
  }
}

/** Returns the same tensor under another name, without reading it. */
export function renamed(array: NamedArray, name: string): NamedArray {
  return new StoredTensor(name, array.shape, () => array.values);
}
