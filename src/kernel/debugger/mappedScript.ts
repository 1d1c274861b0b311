// Positions of a script's tokens in the source that the script was made from.

/** A position: line and column, counted from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

interface Token {
  readonly script: Place;
  readonly source: Place;
  /** True for a token of the source, false for one that a compilation added. */
  readonly own: boolean;
}

/** A script with its source. */
export interface MappedScript {
  /** Name of the script in V8. */
  readonly url: string;
  /** Path of the source in the front end. */
  readonly path: string;
  /** Text of the source. */
  readonly code: string;
  readonly tokens: readonly Token[];
}

/**
 * Maps each token of a script.
 * @param origin returns the position in the code for one in the script, or undefined for text that is not from there
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

/** Returns the position in the source for one in the script. */
export function placeInSource({ tokens }: MappedScript, place: Place): Place {
  const token = tokens.findLast(({ script }) => !isBefore(place, script)) ?? tokens[0];
  return token?.source ?? { line: 0, column: 0 };
}

/** Returns the position in the script at which a line, or the next line with code, begins. Undefined after the last. */
export function beginningOfLine({ code, tokens }: MappedScript, line: number): Place | undefined {
  for (const [at, text] of code.split("\n").entries()) {
    if (at < line) continue;
    const column = text.search(/\S/);
    const here = tokens.filter(({ source }) => source.line === at);
    const own = here.filter((token) => token.own).sort((a, b) => a.source.column - b.source.column)[0];
    if (own?.source.column === column) return own.script;
    // A statement whose first word was replaced begins with the replacement.
    const madeUp = here.filter((token) => !token.own && token.source.column === column);
    const first = own ? (madeUp.findLast(({ script }) => isBefore(script, own.script)) ?? own) : madeUp[0];
    if (first) return first.script;
  }
  return undefined;
}

function isBefore(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}
