// Orders of rows and columns.
import type { CodeMatrix } from "./codePyramid.js";

/** An order of rows or columns. */
export interface Ordering {
  /** Original index of each position. */
  readonly from: Int32Array;
  /** Positions of each class, from `start` to before `end`. */
  readonly groups: readonly { readonly name: string; readonly start: number; readonly end: number }[];
}

/** Returns the original order. */
export function asGiven(count: number): Ordering {
  return { from: Int32Array.from({ length: count }, (_, i) => i), groups: [] };
}

/** Returns the order by class name. Members of a class keep their order. */
export function byClass(classes: readonly string[]): Ordering {
  const from = Int32Array.from(classes.keys()).sort((a, b) => {
    const [first, second] = [classes[a]!, classes[b]!];
    return first < second ? -1 : first > second ? 1 : a - b;
  });
  const groups: { name: string; start: number; end: number }[] = [];
  for (const [place, index] of from.entries()) {
    const name = classes[index]!;
    const last = groups.at(-1);
    if (last?.name === name) last.end = place + 1;
    else groups.push({ name, start: place, end: place + 1 });
  }
  return { from, groups };
}

/** Returns a matrix with its rows and columns in new orders. */
export function reordered(
  { codes, columns, rows }: CodeMatrix,
  down: Ordering,
  across: Ordering,
): CodeMatrix {
  const moved = new Uint16Array(codes.length);
  for (let row = 0, k = 0; row < rows; row++) {
    const start = down.from[row]! * columns;
    for (let column = 0; column < columns; column++, k++) moved[k] = codes[start + across.from[column]!]!;
  }
  return { codes: moved, columns, rows };
}
