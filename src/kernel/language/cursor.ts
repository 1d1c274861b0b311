// Converts positions in a cell. Jupyter counts Unicode code points, editors count lines and UTF-16 units.

/** A position in a text, counted from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Returns the UTF-16 offset of a position that is counted in code points. */
export function utf16Offset(code: string, codePoints: number): number {
  let offset = 0;
  for (let i = 0; i < codePoints && offset < code.length; i++)
    offset += code.codePointAt(offset)! > 0xffff ? 2 : 1;
  return offset;
}

/** Returns the number of code points before a UTF-16 offset. */
export function codePoints(code: string, offset: number): number {
  return [...code.slice(0, offset)].length;
}

/** Returns the index of the last of ascending numbers that is at most a limit, or -1. */
export function lastAtMost(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Converts between offsets and lines of one text. */
export class Lines {
  private readonly starts = [0];

  constructor(text: string) {
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) this.starts.push(end + 1);
  }

  /** Returns line and character of an offset, counted from 0. */
  position(offset: number): Position {
    const line = Math.max(0, lastAtMost(this.starts, offset));
    return { line, character: offset - this.starts[line]! };
  }

  /** Returns the offset of a line and a character, counted from 0. A line behind the end is taken for the last. */
  offset(line: number, character: number): number {
    return (this.starts[line] ?? this.starts.at(-1)!) + character;
  }
}
