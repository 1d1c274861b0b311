// Positions in a cell: Jupyter counts Unicode code points from its start, editors count lines and UTF-16 units.

/** The UTF-16 offset of a position counted in code points. */
export function utf16Offset(code: string, codePoints: number): number {
  let offset = 0;
  for (let i = 0; i < codePoints && offset < code.length; i++)
    offset += code.codePointAt(offset)! > 0xffff ? 2 : 1;
  return offset;
}

/** The number of code points before a UTF-16 offset. */
export function codePoints(code: string, offset: number): number {
  return [...code.slice(0, offset)].length;
}

export function lineAndCharacter(code: string, offset: number): { line: number; character: number } {
  const before = code.slice(0, offset);
  const line = before.split("\n").length - 1;
  return { line, character: offset - (before.lastIndexOf("\n") + 1) };
}

/** The offset of a line and a character in it, both from 0. */
export function offsetAt(code: string, line: number, character: number): number {
  let start = 0;
  for (let i = 0; i < line; i++) start = code.indexOf("\n", start) + 1;
  return start + character;
}
