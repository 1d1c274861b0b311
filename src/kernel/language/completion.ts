// Answers complete_request by questions to the language server. Members that types do not name come from the living value.
import type { Members } from "../execution/livingValues.js";
import type { JsonObject } from "../host/json.js";
import { shellFunction } from "../source/notebookSyntax.js";
import type { CellDocuments } from "./cellDocuments.js";
import { codePoints, Lines, type Position, utf16Offset } from "./cursor.js";
import { memberChain } from "./memberChain.js";
import { scopeName } from "./pastCells.js";

interface CompletionItem {
  label: string;
  insertText?: string;
  kind?: number;
  sortText?: string;
  textEdit?: { range: { start: Position; end: Position }; newText: string };
}
type CompletionList = { items: CompletionItem[] } | CompletionItem[] | null;

/** A possible completion. */
interface Candidate {
  readonly text: string;
  /** Kind, in the words of the Language Server Protocol. */
  readonly type: string;
  /** Key by which candidates are sorted before their text. */
  readonly order: string;
  /** Offsets in the code between which the text is inserted. */
  readonly start: number;
  readonly end: number;
}

/** Names of LSP's CompletionItemKind, which counts from 1. */
const kindNames =
  "text method function constructor field variable class interface module property unit value enum keyword snippet color file reference folder enummember constant struct event operator typeparameter".split(
    " ",
  );
/** Names of the kernel in the modules of cells. */
const hidden = new Set([scopeName, shellFunction]);
/** Largest number of completions in a reply. */
const most = 500;
const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Returns the members of the value of an expression, whose first name is `root`. */
export type LivingMembers = (expression: string, root: string) => Promise<Members | undefined>;

/**
 * Returns the content of complete_reply.
 * @param cursor position in code points, as Jupyter counts
 */
export async function complete(
  documents: CellDocuments,
  living: LivingMembers,
  code: string,
  cursor: number,
): Promise<JsonObject> {
  const offset = utf16Offset(code, cursor);
  const word = wordAt(code, offset);
  const typed = await typedCandidates(documents, code, offset, word);
  // A reply has one start. In a string it is the start of the string. Elsewhere the filter removes candidates that also
  // replace the dot before the word, which are properties that are no identifiers.
  const inString = typed.isString && typed.candidates[0] !== undefined;
  const { start, end } = inString ? typed.candidates[0]! : word;
  const candidates = typed.candidates.filter((one) => one.start === start);
  const names = new Set(candidates.map(({ text }) => text));
  const added = [
    ...(await livingCandidates(living, code, start, end, names.size > 0)),
    ...packageCandidates(documents, code, start, end),
  ];
  candidates.push(...added.filter(({ text }) => !names.has(text)));
  const prefix = code.slice(start, offset).toLowerCase();
  const fitting = candidates
    .filter(({ text }) => text.toLowerCase().startsWith(prefix) && !hidden.has(text))
    .sort((a, b) => a.order.localeCompare(b.order) || a.text.localeCompare(b.text))
    .slice(0, most);
  const cursor_start = codePoints(code, start);
  const cursor_end = codePoints(code, end);
  const types = fitting.map(({ text, type }) => ({ text, type, start: cursor_start, end: cursor_end }));
  return {
    status: "ok",
    matches: fitting.map(({ text }) => text),
    cursor_start,
    cursor_end,
    metadata: { _jupyter_types_experimental: types },
  };
}

/** Returns the word or the key in brackets around the cursor. An empty word ends at the cursor, except behind a dot. */
function wordAt(code: string, offset: number): { start: number; end: number } {
  const key = /\[(["'])((?:(?!\1)[^\n])*)$/.exec(code.slice(0, offset));
  if (key) {
    const rest = code.slice(offset).split("\n")[0]!.indexOf(key[1]!);
    return { start: offset - key[2]!.length, end: offset + Math.max(0, rest) };
  }
  const before = /[\p{ID_Continue}$]*$/u.exec(code.slice(0, offset))![0].length;
  const start = offset - before;
  const after = /^[\p{ID_Continue}$]*/u.exec(code.slice(offset))![0].length;
  return { start, end: before > 0 || code[start - 1] === "." ? offset + after : offset };
}

/** Returns the completions of the language server. */
async function typedCandidates(
  documents: CellDocuments,
  code: string,
  offset: number,
  word: { start: number; end: number },
): Promise<{ candidates: Candidate[]; isString: boolean }> {
  const lines = new Lines(code);
  const { result, positionInCode } = await documents.ask<CompletionList>(
    "textDocument/completion",
    code,
    lines.position(offset),
  );
  const items = Array.isArray(result) ? result : (result?.items ?? []);
  const offsetOf = (position: Position) => {
    const { line, character } = positionInCode(position);
    return lines.offset(line, character);
  };
  const candidates = items.map(({ label, kind, sortText, insertText, textEdit }) => ({
    text: textEdit?.newText ?? insertText ?? label.replace(/\?$/, ""),
    type: kindNames[(kind ?? 1) - 1] ?? "text",
    order: sortText ?? "",
    start: textEdit ? offsetOf(textEdit.range.start) : word.start,
    end: textEdit ? offsetOf(textEdit.range.end) : word.end,
  }));
  return { candidates, isString: items.every((item) => item.textEdit) };
}

/** Returns members of the living value, where types name none or the object may have more of them. */
async function livingCandidates(
  living: LivingMembers,
  code: string,
  start: number,
  end: number,
  isTyped: boolean,
): Promise<Candidate[]> {
  const chain = memberChain(code.slice(0, start));
  const value = chain && (await living(chain.object, chain.root));
  if (!chain || !value) return [];
  const { isPlain, members } = value;
  return members
    .filter(({ own }) => !isTyped || (isPlain && own))
    .filter(({ name }) => (chain.inBrackets ? true : identifier.test(name)))
    .map(({ name, kind, own }) => ({ text: name, type: kind, order: own ? "1" : "2", start, end }));
}

/** Returns the specifiers of the kernel's packages in an import. The server knows those of the notebook's folder. */
function packageCandidates(documents: CellDocuments, code: string, start: number, end: number): Candidate[] {
  const line = code.slice(code.lastIndexOf("\n", start - 1) + 1, start);
  const typed = /\b(?:from|import|require)\s*\(?\s*["']([^"'.]*)$/.exec(line)?.[1];
  if (typed === undefined) return [];
  return documents.packages
    .filter((specifier) => specifier.startsWith(typed))
    .map((specifier) => ({ text: specifier.slice(typed.length), type: "module", order: "2", start, end }));
}
