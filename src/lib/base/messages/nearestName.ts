// Suggestions for misspelled names.

/**
 * Returns the most similar of some names, by the number of changed, added and removed letters. Case does not count.
 *
 * @returns undefined when there are no names
 * @example
 * nearestName("epoch", ["batchSize", "epochs"]); // "epochs"
 */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const distances = names.map((known) => ({
    known,
    distance: editDistance(name.toLowerCase(), known.toLowerCase()),
  }));
  return distances.sort((a, b) => a.distance - b.distance)[0]?.known;
}

/** Returns Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}
