// Answers complete_request and inspect_request by questions to the language server.
import type { JsonObject } from "../host/json.js";
import { type CellDocuments, preludeLines } from "./cellDocuments.js";
import { codePoints, Lines, utf16Offset } from "./cursor.js";
import { scopeName } from "./pastCells.js";

interface Position {
  line: number;
  character: number;
}
interface CompletionItem {
  label: string;
  insertText?: string;
  kind?: number;
  sortText?: string;
  textEdit?: { range: { start: Position; end: Position }; newText: string };
}
type CompletionList = { items: CompletionItem[] } | CompletionItem[] | null;
interface Hover {
  contents: { value: string };
}
type Documentation = string | { value: string };
interface SignatureHelp {
  signatures: {
    label: string;
    documentation?: Documentation;
    parameters?: { label: string; documentation?: Documentation }[];
  }[];
  activeSignature?: number;
}

/** Names of LSP's CompletionItemKind, which counts from 1. */
const kindNames =
  "text method function constructor field variable class interface module property unit value enum keyword snippet color file reference folder enummember constant struct event operator typeparameter".split(
    " ",
  );
/** Largest number of completions in a reply. */
const most = 500;

/**
 * Returns the content of complete_reply.
 * @param cursor position in code points, as Jupyter counts
 */
export async function complete(documents: CellDocuments, code: string, cursor: number): Promise<JsonObject> {
  const offset = utf16Offset(code, cursor);
  const word = /[\p{ID_Continue}$]*$/u.exec(code.slice(0, offset))![0];
  const position = await place(documents, code, offset);
  const list = await documents.server.request<CompletionList>("textDocument/completion", position);
  const lines = new Lines(code);
  const candidates = (Array.isArray(list) ? list : (list?.items ?? [])).map((item) => ({
    ...item,
    text: item.textEdit?.newText ?? item.insertText ?? item.label.replace(/\?$/, ""),
    start: item.textEdit ? offsetIn(lines, item.textEdit.range.start) : offset - word.length,
  }));
  // A reply has one start. In a string it is the start of the string. Elsewhere the filter removes candidates that also
  // replace the dot before the word, which are properties that are no identifiers.
  const start =
    candidates.every((item) => item.textEdit) && candidates[0] ? candidates[0].start : offset - word.length;
  const typed = code.slice(start, offset).toLowerCase();
  const fitting = candidates
    .filter(({ text, start: own }) => own === start && text.toLowerCase().startsWith(typed))
    .filter(({ text }) => text !== scopeName)
    .sort((a, b) => (a.sortText ?? "").localeCompare(b.sortText ?? "") || a.text.localeCompare(b.text))
    .slice(0, most);
  const cursor_start = codePoints(code, start);
  const types = fitting.map(({ text, kind }) => ({
    text,
    type: kindNames[(kind ?? 1) - 1] ?? "text",
    start: cursor_start,
    end: cursor,
  }));
  return {
    status: "ok",
    matches: fitting.map(({ text }) => text),
    cursor_start,
    cursor_end: cursor,
    metadata: { _jupyter_types_experimental: types },
  };
}

/**
 * Returns the content of inspect_reply: signature and doc comment at the cursor, or those of the function whose call
 * the cursor is in.
 * @param cursor position in code points, as Jupyter counts
 */
export async function inspectAt(documents: CellDocuments, code: string, cursor: number): Promise<JsonObject> {
  const markdown = await describe(documents, code, utf16Offset(code, cursor));
  if (!markdown) return { status: "ok", found: false, data: {}, metadata: {} };
  const plain = markdown.replace(/```\w*\n?/g, "").trim();
  return {
    status: "ok",
    found: true,
    data: { "text/markdown": markdown, "text/plain": plain },
    metadata: {},
  };
}

async function describe(documents: CellDocuments, code: string, offset: number): Promise<string | undefined> {
  if (/[(,]\s*$/.test(code.slice(0, offset)))
    return (await signature(documents, code, offset)) ?? hover(documents, code, offset);
  return (
    (await hover(documents, code, offset)) ??
    (offset > 0 ? await hover(documents, code, offset - 1) : undefined) ??
    signature(documents, code, offset)
  );
}

async function hover(documents: CellDocuments, code: string, offset: number): Promise<string | undefined> {
  const position = await place(documents, code, offset);
  return (await documents.server.request<Hover | null>("textDocument/hover", position))?.contents.value;
}

async function signature(
  documents: CellDocuments,
  code: string,
  offset: number,
): Promise<string | undefined> {
  const position = await place(documents, code, offset);
  const help = await documents.server.request<SignatureHelp | null>("textDocument/signatureHelp", position);
  const chosen = help?.signatures[help.activeSignature ?? 0];
  if (!chosen) return undefined;
  const parameters = (chosen.parameters ?? [])
    .filter(({ documentation }) => documentation)
    .map(
      ({ label, documentation }) =>
        `*@param* \`${label.replace(/[?:].*$/s, "")}\` — ${textOf(documentation)}`,
    );
  return [`\`\`\`typescript\n${chosen.label}\n\`\`\``, textOf(chosen.documentation), ...parameters]
    .filter((part) => part !== "")
    .join("\n\n");
}

function textOf(documentation: Documentation | undefined): string {
  return typeof documentation === "string" ? documentation : (documentation?.value ?? "");
}

async function place(documents: CellDocuments, code: string, offset: number) {
  const { line, character } = new Lines(code).position(offset);
  const uri = await documents.draft(code, line);
  return { textDocument: { uri }, position: { line: line + preludeLines, character } };
}

function offsetIn(lines: Lines, { line, character }: Position): number {
  return lines.offset(line - preludeLines, character);
}
