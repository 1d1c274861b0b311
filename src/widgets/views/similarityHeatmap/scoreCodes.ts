// Scores as codes of 16 bits, which are half the bytes on the way to the page and index a table of colors. A decoded score
// is exact to (high − low) / 131068. Code 0 means that a score is not a number.
import type { ValueRange } from "../../../lib/base/drawing/minMax.js";

const steps = 65_534;

/** Spreads the codes 1…65535 evenly over the range. Scores outside it get the code of its nearer end. */
export function encodeScores(scores: Float32Array, { low, high }: ValueRange): Uint16Array {
  const scale = high > low ? steps / (high - low) : 0;
  const codes = new Uint16Array(scores.length);
  for (let k = 0; k < scores.length; k++) {
    const score = scores[k]!;
    if (!Number.isNaN(score)) codes[k] = 1 + Math.min(steps, Math.max(0, Math.round((score - low) * scale)));
  }
  return codes;
}

/** Returns the score of a code, NaN for 0. */
export function decodeScore(code: number, { low, high }: ValueRange): number {
  return code === 0 ? Number.NaN : low + ((code - 1) * (high - low)) / steps;
}
