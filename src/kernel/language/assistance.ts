// Completion and inspection of code that is being written, as the language server knows them.
import { type CellDocuments, preludeLines } from "./cellDocuments.js";
import { codePoints, lineAndCharacter, utf16Offset } from "./cursor.js";

export interface Completions {
  matches: string[];
  /** What each match is (function, class, module …), in the same order. */
  kinds: string[];
  cursorStart: number;
  cursorEnd: number;
}
interface CompletionItem {
  label: string;
  insertText?: string;
  kind?: number;
  sortText?: string;
}
type CompletionList = { items: CompletionItem[] } | CompletionItem[] | null;
interface Hover {
  contents: { value: string };
}
interface SignatureHelp {
  signatures: { label: string; documentation?: { value: string } | string }[];
  activeSignature?: number;
}

/** Names of LSP's CompletionItemKind, from 1. */
const kindNames =
  "text method function constructor field variable class interface module property unit value enum keyword snippet color file reference folder enummember constant struct event operator typeparameter".split(
    " ",
  );
const most = 500;

export async function complete(documents: CellDocuments, code: string, cursor: number): Promise<Completions> {
  const offset = utf16Offset(code, cursor);
  const before = code.slice(0, offset);
  const word = /[\p{ID_Continue}$]*$/u.exec(before)![0];
  const position = await place(documents, code, offset);
  const list = await documents.server.request<CompletionList>("textDocument/completion", position);
  const items = Array.isArray(list) ? list : (list?.items ?? []);
  const fitting = items
    .filter(({ label }) => label.toLowerCase().startsWith(word.toLowerCase()))
    .sort(
      (a, b) =>
        (a.sortText ?? a.label).localeCompare(b.sortText ?? b.label) || a.label.localeCompare(b.label),
    )
    .slice(0, most);
  return {
    matches: fitting.map(({ label, insertText }) => insertText ?? label.replace(/\?$/, "")),
    kinds: fitting.map(({ kind }) => kindNames[(kind ?? 1) - 1] ?? "text"),
    cursorStart: codePoints(code, offset - word.length),
    cursorEnd: cursor,
  };
}

/** Signature and doc comment at the cursor, in Markdown; inside a call's brackets those of the function. */
export async function inspectAt(
  documents: CellDocuments,
  code: string,
  cursor: number,
): Promise<string | undefined> {
  const offset = utf16Offset(code, cursor);
  const signature = async (at: number) => {
    const help = await documents.server.request<SignatureHelp | null>(
      "textDocument/signatureHelp",
      await place(documents, code, at),
    );
    const chosen = help?.signatures[help.activeSignature ?? 0];
    if (!chosen) return undefined;
    const text =
      typeof chosen.documentation === "string" ? chosen.documentation : chosen.documentation?.value;
    return `\`\`\`typescript\n${chosen.label}\n\`\`\`\n${text ?? ""}`;
  };
  const hover = async (at: number) =>
    (await documents.server.request<Hover | null>("textDocument/hover", await place(documents, code, at)))
      ?.contents.value;
  if (/[(,]\s*$/.test(code.slice(0, offset))) return (await signature(offset)) ?? hover(offset);
  return (await hover(offset)) ?? (offset > 0 ? await hover(offset - 1) : undefined) ?? signature(offset);
}

async function place(documents: CellDocuments, code: string, offset: number) {
  const { line, character } = lineAndCharacter(code, offset);
  const uri = await documents.draft(code, line);
  return { textDocument: { uri }, position: { line: line + preludeLines, character } };
}
