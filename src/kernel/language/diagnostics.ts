// Turns the diagnostics of the language server into errors of a cell or a local module.
import { hintOnModule, hintOnName, readableMessage } from "./advice.js";
import type { Position } from "./cursor.js";

/** A type error. */
export interface Diagnostic {
  /** TypeScript's number of the error. */
  readonly code: number;
  readonly message: string;
  /** Position in the cell, counted from 0. */
  readonly start: Position;
  readonly end: Position;
  /** Explanations of the error, such as "Did you forget to use 'await'?". Default: none. */
  readonly hints?: readonly string[];
}

/** A diagnostic of the Language Server Protocol. */
export interface LspDiagnostic {
  code: number;
  message: string;
  severity: number;
  range: { start: Position; end: Position };
  relatedInformation?: { location: { uri: string }; message: string }[];
}

/** "Cannot find module …", with names and without. */
const moduleNotFound = new Set([2307, 2882]);
/** "Cannot assign to … because it is an import". In a notebook it is a constant, function or class of another cell. */
const assignedImport = 2632;
/**
 * Errors of `noImplicitAny` and `noImplicitThis`. Experimental code leaves types out. The options stay on, because
 * without them the type of `[]` is `never[]`.
 */
const untyped = [
  2683, 7005, 7006, 7008, 7009, 7010, 7011, 7015, 7016, 7017, 7018, 7019, 7022, 7023, 7024, 7031, 7034, 7041,
  7053,
];
/** Errors that only .mts files have, as for `<T>(x: T) => x`. */
const ofModulesAlone = [7059, 7060];
/** "JSX element implicitly has type 'any'", as with a JSX runtime without types. */
const untypedJsx = 7026;
const allowed = new Set([...untyped, ...ofModulesAlone, untypedJsx]);

/** Returns true for an error that does not stop a cell. */
export function isAllowed({ code }: LspDiagnostic): boolean {
  return allowed.has(code);
}

/** Returns the specifier of a module that was not found, or undefined for another error. */
export function missingModule({ code, message }: LspDiagnostic): string | undefined {
  return moduleNotFound.has(code) ? (/'([^']+)'/.exec(message)?.[1] ?? "") : undefined;
}

/**
 * Returns the error of a diagnostic.
 * @param uri URI of the document
 * @param readable returns a text of the server as it is shown to people
 * @param place returns the position in the source for one in the document
 */
export function toError(
  diagnostic: LspDiagnostic,
  uri: string,
  readable: (text: string) => string,
  place: (position: Position) => Position = (position) => position,
): Diagnostic {
  const { code, range } = diagnostic;
  const message = readable(readableMessage(diagnostic.message));
  const constant = code === assignedImport ? /'(.+?)'/.exec(message)?.[1] : undefined;
  const error = constant
    ? { code: 2588, message: `Cannot assign to '${constant}' because it is a constant.` }
    : { code, message };
  return {
    ...error,
    start: place(range.start),
    end: place(range.end),
    hints: hintsIn(diagnostic, uri).map(readable),
  };
}

/** Returns the hints that are about the document. Those about other files name places that a reader lacks. */
function hintsIn(diagnostic: LspDiagnostic, uri: string): string[] {
  const { message, relatedInformation = [] } = diagnostic;
  const specifier = missingModule(diagnostic);
  const here = relatedInformation.filter(({ location }) => location.uri === uri);
  const advice = specifier ? hintOnModule(specifier) : hintOnName(message);
  return [...new Set(here.map((one) => one.message)), ...(advice === undefined ? [] : [advice])];
}
