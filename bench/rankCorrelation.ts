// Spearman's correlation of ranks.

/** Returns the correlation of the ranks of two lists, −1…1. Equal values share the mean of their ranks. */
export function rankCorrelation(a: Float32Array, b: Float32Array): number {
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (a.length - 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    xy += (x[i]! - mean) * (y[i]! - mean);
    xx += (x[i]! - mean) ** 2;
    yy += (y[i]! - mean) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

function ranks(values: Float32Array): Float64Array {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const rankOf = new Map<number, number>();
  let below = 0;
  for (const value of [...counts.keys()].sort((p, q) => p - q)) {
    const count = counts.get(value)!;
    rankOf.set(value, below + (count - 1) / 2);
    below += count;
  }
  return Float64Array.from(values, (value) => rankOf.get(value)!);
}
