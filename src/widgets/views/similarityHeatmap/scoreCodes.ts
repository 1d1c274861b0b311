// Scores as whole numbers of 16 bits: half the bytes on the way to the page and an index into a table of colors.
// A score comes back to within (high − low) / 131068; a code of 0 stands for a score that is not a number.
import type { ValueRange } from "../../../lib/base/minMax.js";

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

/** @returns NaN for 0 */
export function decodeScore(code: number, { low, high }: ValueRange): number {
  return code === 0 ? Number.NaN : low + ((code - 1) * (high - low)) / steps;
}
