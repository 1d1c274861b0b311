// Parses the code of a cell. JSX is recognized: a type assertion and an element begin alike.
import { type ParseResult, parseSync } from "oxc-parser";
import { canBeParsed, NestingError } from "./nesting.js";

/** An error of the parser. */
export interface ParseError {
  readonly message: string;
  /** Offset in UTF-16 units. */
  readonly offset: number;
  /** Offsets of the places that the message is about. */
  readonly places: readonly number[];
}

/** Parsed code. */
export interface Parsed {
  readonly program: ParseResult["program"];
  readonly module: ParseResult["module"];
  readonly errors: readonly ParseError[];
  /** "tsx" for code with JSX. */
  readonly language: "ts" | "tsx";
}

/** Matches text that may be JSX: the end of an element, or a fragment. */
const jsx = /<\/|\/>|<>/;

/** The last code and its result. A cell is parsed by several steps, one after the other. */
let last: { readonly code: string; readonly result: WeakRef<Parsed> } | undefined;

/**
 * Parses code as TypeScript, or as TypeScript with JSX if it is valid only as such. The same code is parsed once. Code
 * that is nested too deeply has an error and no statements.
 */
export function parseSource(code: string): Parsed {
  const known = last?.code === code ? last.result.deref() : undefined;
  const result = known ?? parse(code);
  last = { code, result: new WeakRef(result) };
  return result;
}

function parse(code: string): Parsed {
  if (!canBeParsed(code)) return refused(new NestingError().message);
  const plain = parseAs(code, "ts");
  if (plain.errors.length === 0 || !jsx.test(code)) return plain;
  const withJsx = parseAs(code, "tsx");
  // Of two errors the later one is that of the right language.
  return (withJsx.errors[0]?.offset ?? Infinity) > plain.errors[0]!.offset ? withJsx : plain;
}

function refused(message: string): Parsed {
  const { program, module } = parseSync("empty.ts", "");
  return { program, module, language: "ts", errors: [{ message, offset: 0, places: [0] }] };
}

function parseAs(code: string, language: "ts" | "tsx"): Parsed {
  const { program, module, errors } = parseSync(`cell.${language}`, code, {
    sourceType: "module",
    lang: language,
  });
  const fatal = errors.filter(({ severity }) => severity === "Error");
  return {
    program,
    module,
    language,
    errors: fatal.map(({ message, labels }) => {
      const places = labels.map(({ start }) => start);
      return { message, offset: places[0] ?? 0, places };
    }),
  };
}
