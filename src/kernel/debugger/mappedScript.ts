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
export function beginningOfLine({ code, tokens }: MappedScript, line: number): Place | undefined {
  for (const [at, text] of code.split("\n").entries()) {
    if (at < line) continue;
    const column = text.search(/\S/);
    const here = tokens.filter(({ source }) => source.line === at);
    const own = here.filter((token) => token.own).sort((a, b) => a.source.column - b.source.column)[0];
    if (own?.source.column === column) return own.script;
    // A statement whose first word was replaced begins with what was made up for it.
    const madeUp = here.filter((token) => !token.own && token.source.column === column);
    const first = own ? (madeUp.findLast(({ script }) => isBefore(script, own.script)) ?? own) : madeUp[0];
    if (first) return first.script;
  }
  return undefined;
}

function isBefore(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}
