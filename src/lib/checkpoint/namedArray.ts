// A tensor as plain numbers, outside of any engine.

/** A tensor with its name, as files hold it. */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}
