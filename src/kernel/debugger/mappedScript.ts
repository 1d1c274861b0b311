// A script as the debugger knows it: what was written, and where each token of the script stands in that.

/** Line and column, from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

interface Token {
  readonly script: Place;
  readonly source: Place;
  /** Whether it is the source's own, not made up when that was compiled. */
  readonly own: boolean;
}

export interface MappedScript {
  /** What V8 calls the script. */
  readonly url: string;
  /** What a front end calls its source. */
  readonly path: string;
  /** What was written. */
  readonly code: string;
  readonly tokens: readonly Token[];
}

/**
 * Maps each token of a script.
 * @param origin gives the place in the code that a place in the script came from, if it came from there
 */
export function mapTokens(
  script: string,
  code: string,
  origin: (place: Place) => Place | undefined,
): Token[] {
  const codeLines = code.split("\n");
  const tokens: Token[] = [];
  for (const [line, text] of script.split("\n").entries()) {
    for (const { 0: token, index: column } of text.matchAll(/[\p{ID_Continue}$]+|[^\s\p{ID_Continue}$]/gu)) {
      const place = { line, column };
      const source = origin(place);
      if (!source) continue;
      const own = codeLines[source.line]?.startsWith(token, source.column) ?? false;
      tokens.push({ script: place, source, own });
    }
  }
  return tokens;
}

/** Where in the source a place in the script is. */
export function placeInSource({ tokens }: MappedScript, place: Place): Place {
  const token = tokens.findLast(({ script }) => !isBefore(place, script)) ?? tokens[0];
  return token?.source ?? { line: 0, column: 0 };
}

/** Where in the script a line of the source begins, or the next one that has code; undefined after the last. */
export function beginningOfLine({ tokens }: MappedScript, line: number): Place | undefined {
  const own = tokens.filter((token) => token.own && token.source.line >= line);
  const first = own.reduce((least, { source }) => Math.min(least, source.line), Number.POSITIVE_INFINITY);
  return own.find(({ source }) => source.line === first)?.script;
}

function isBefore(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}
