// A tensor as plain numbers, outside of any engine.

/** A tensor with its name, as files hold it. */
export interface NamedArray {
  /** Name in the file, such as `fc.weight`. */
  readonly name: string;
  /** Sizes of the axes. */
  readonly shape: readonly number[];
  /** Values in row-major order. */
  readonly values: Float32Array;
}
