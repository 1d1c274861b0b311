// A matrix of score codes at several resolutions.

/** A matrix of score codes, row after row. */
export interface CodeMatrix {
  readonly codes: Uint16Array;
  readonly columns: number;
  readonly rows: number;
}

/**
 * Halves columns or rows of a matrix by the mean of two neighbors, so that a matrix larger than the screen is averaged
 * instead of sampled. A level is computed when it is first needed.
 */
export class CodePyramid {
  private readonly levels = new Map<string, CodeMatrix>();

  constructor(readonly finest: CodeMatrix) {
    this.levels.set("0,0", finest);
  }

  /** Returns the matrix with columns halved `across` times and rows `down` times. */
  level(across: number, down: number): CodeMatrix {
    const key = `${across},${down}`;
    const known = this.levels.get(key);
    if (known) return known;
    const made =
      across > 0 ? halvedColumns(this.level(across - 1, down)) : halvedRows(this.level(across, down - 1));
    this.levels.set(key, made);
    return made;
  }
}

function halvedColumns({ codes, columns, rows }: CodeMatrix): CodeMatrix {
  const half = Math.ceil(columns / 2);
  const means = new Uint16Array(half * rows);
  for (let row = 0, k = 0; row < rows; row++) {
    const start = row * columns;
    for (let column = 0; column < columns; column += 2, k++) {
      const first = codes[start + column]!;
      means[k] = column + 1 < columns ? mean(first, codes[start + column + 1]!) : first;
    }
  }
  return { codes: means, columns: half, rows };
}

function halvedRows({ codes, columns, rows }: CodeMatrix): CodeMatrix {
  const half = Math.ceil(rows / 2);
  const means = new Uint16Array(columns * half);
  for (let row = 0, k = 0; row < rows; row += 2) {
    const start = row * columns;
    const next = row + 1 < rows ? start + columns : start;
    for (let column = 0; column < columns; column++, k++) {
      means[k] = mean(codes[start + column]!, codes[next + column]!);
    }
  }
  return { codes: means, columns, rows: half };
}

/** Returns the mean of two codes, or the other one if one is missing (0). */
function mean(a: number, b: number): number {
  if (a === 0) return b;
  if (b === 0) return a;
  return (a + b) >> 1;
}
