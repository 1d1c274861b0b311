// Scores of either precision. float64 is not rounded, because that would make ties of different scores.

/** Scores as a matrix has them. */
export type Scores = Float32Array | Float64Array;

/** Returns zeros in the precision of other scores. */
export function zerosLike(scores: Scores, length: number): Scores {
  return scores instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
}
