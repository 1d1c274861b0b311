// Syntax that notebooks and scripts have and TypeScript does not: `!command`, a line `#!` at the start, and an object as
// a whole cell. Magics of IPython are refused with advice.
import { CellSyntaxError } from "./cellSource.js";
import { applyEdits, type Edit, type EditedText } from "./editedText.js";
import { adviceOnLine } from "./magics.js";
import { parseSource } from "./parse.js";
import type { Node } from "./syntax.js";

/** Name of the function that runs the command of a line `!command`. */
export const shellFunction = "__shell";

/**
 * Returns a cell as TypeScript. Its lines keep their numbers.
 * @param isKnown returns true for a name that is declared. `!name` is an expression for such a name, else a command.
 * @throws {CellSyntaxError} for a magic of IPython
 */
export function toTypeScript(code: string, isKnown: (name: string) => boolean): EditedText {
  const edits: Edit[] = code.startsWith("#!") ? [{ start: 0, end: 2, text: "//" }] : [];
  const text = applyEdits(code, edits).text;
  const { errorAt, body } = parse(text);
  if (errorAt === undefined) {
    const commands = expressionsOfCommands(body, text, isKnown);
    const isBlock = body.length === 1 && body[0]!.type === "BlockStatement";
    edits.push(...(commands.length > 0 ? callsOf(text, commands) : isBlock ? inParentheses(text) : []));
  } else {
    const parentheses = inParentheses(text);
    edits.push(...(parentheses.length > 0 ? parentheses : callsOrAdvice(text, errorAt)));
  }
  return applyEdits(code, edits);
}

interface Parsed {
  /** Offset of the first error; undefined for code without errors. */
  readonly errorAt: number | undefined;
  readonly body: readonly Node[];
}

function parse(text: string): Parsed {
  const { program, errors } = parseSource(text);
  return { errorAt: errors[0]?.offset, body: program.body as unknown as Node[] };
}

/** Returns the edits that make a cell an expression, if it begins with an object and is one with them. */
function inParentheses(text: string): Edit[] {
  const start = /^(?:\s+|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*/.exec(text)![0].length;
  if (text[start] !== "{") return [];
  const end = text.length;
  const semicolon = /;(?=\s*(?:\/\/[^\n]*|\/\*(?:(?!\*\/)[\s\S])*\*\/)?\s*$)/.exec(text)?.index;
  const edits = [
    { start, end: start, text: "(" },
    ...(semicolon === undefined ? [] : [{ start: semicolon, end: semicolon + 1, text: "" }]),
    // A comment may end the cell.
    { start: end, end, text: text.slice(text.lastIndexOf("\n") + 1).includes("//") ? "\n)" : ")" },
  ];
  const { errorAt, body } = parse(applyEdits(text, edits).text);
  return errorAt === undefined && body.length === 1 && body[0]!.type === "ExpressionStatement" ? edits : [];
}

/** Returns the offsets of statements that are expressions of TypeScript, but whose name exists only as a command. */
function expressionsOfCommands(
  body: readonly Node[],
  text: string,
  isKnown: (name: string) => boolean,
): number[] {
  return body.flatMap(({ type, start }) => {
    if (type !== "ExpressionStatement" || !/(?:^|\n)[ \t]*$/.test(text.slice(0, start))) return [];
    const name = /^!+([\p{ID_Start}_][\p{ID_Continue}]*)(?![\p{ID_Continue}$.(])/u.exec(
      text.slice(start),
    )?.[1];
    if (name === undefined || isKnown(name) || declares(text, name)) return [];
    const advice = adviceOnLine(/^.*/.exec(text.slice(start))![0], false);
    if (advice !== undefined) throw new CellSyntaxError(advice, start);
    return [start];
  });
}

function declares(text: string, name: string): boolean {
  return new RegExp(`\\b(?:let|const|var|using|function\\*?|class|enum|import)\\b[^;=]*\\b${name}\\b`).test(
    text,
  );
}

/** Returns the edits that turn lines `!command` of code that is no TypeScript into calls. */
function callsOrAdvice(text: string, errorAt: number): Edit[] {
  const advised: { start: number; end: number; text: string }[] = [];
  const commands: number[] = [];
  let isFirst = true;
  for (const { 0: line, index } of text.matchAll(/^.+$/gm)) {
    const start = index + line.length - line.trimStart().length;
    const advice = adviceOnLine(line, isFirst);
    // The text below a cell magic is in another language.
    if (advice && /^\s*%%/.test(line)) throw new CellSyntaxError(advice, start);
    if (advice) advised.push({ start, end: index + line.length, text: advice });
    else if (/^\s*!/.test(line)) commands.push(start);
    if (line.trim() !== "") isFirst = false;
  }
  const [magic] = advised;
  const calls = callsOf(text, commands);
  const rest = applyEdits(text, [...calls, ...advised.map((one) => ({ ...one, text: "" }))]).text;
  // The lines are parts of an expression or of a template if the rest is no TypeScript.
  const isRest = parse(rest).errorAt === undefined;
  if (magic && (isRest || (errorAt >= magic.start && errorAt <= magic.end)))
    throw new CellSyntaxError(magic.text, magic.start);
  return isRest ? calls : [];
}

/** Returns the edits that turn lines into calls. A command whose line ends with a backslash goes on in the next one. */
function callsOf(text: string, starts: readonly number[]): Edit[] {
  let done = 0;
  return starts.flatMap((start): Edit[] => {
    // The line before may go on in this one.
    if (start < done) return [];
    const [lines] = /^!+(?:.*\\\n)*.*/.exec(text.slice(start))!;
    const command = JSON.stringify(lines.replace(/^!+/, "").trim());
    done = start + lines.length;
    const below = "\n".repeat(lines.split("\n").length - 1);
    return [{ start, end: done, text: `await ${shellFunction}(${command});${below}` }];
  });
}
