// Scores as whole numbers of 16 bits: half the bytes on the way to the page and an index into a table of colors.
// A score comes back to within (high − low) / 131068; a code of 0 stands for a score that is not a number.

/** The codes 1…65535 are spread evenly between low and high. */
export interface ScoreRange {
  readonly low: number;
  readonly high: number;
}

const steps = 65_534;

/** @returns the least and the greatest of the finite scores, 0 and 1 where there is none */
export function scoreRange(scores: Float32Array): ScoreRange {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const score of scores) {
    if (!Number.isFinite(score)) continue;
    if (score < low) low = score;
    if (score > high) high = score;
  }
  return low <= high ? { low, high } : { low: 0, high: 1 };
}

/** Scores beyond the range are taken as its nearer end. */
export function encodeScores(scores: Float32Array, { low, high }: ScoreRange): Uint16Array {
  const scale = high > low ? steps / (high - low) : 0;
  const codes = new Uint16Array(scores.length);
  for (let k = 0; k < scores.length; k++) {
    const score = scores[k]!;
    if (!Number.isNaN(score)) codes[k] = 1 + Math.min(steps, Math.max(0, Math.round((score - low) * scale)));
  }
  return codes;
}

/** @returns NaN for 0 */
export function decodeScore(code: number, { low, high }: ScoreRange): number {
  return code === 0 ? Number.NaN : low + ((code - 1) * (high - low)) / steps;
}
