// A tensor outside of any engine: what files hold and what is exchanged with other programs.

export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}
