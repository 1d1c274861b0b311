// Answers inspect_request by questions to the language server.
import type { JsonObject } from "../host/json.js";
import type { CellDocuments } from "./cellDocuments.js";
import { Lines, utf16Offset } from "./cursor.js";

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
  const position = new Lines(code).position(offset);
  const { result } = await documents.ask<Hover | null>("textDocument/hover", code, position);
  return result ? readableHover(documents.readable(result.contents.value)) : undefined;
}

async function signature(
  documents: CellDocuments,
  code: string,
  offset: number,
): Promise<string | undefined> {
  const position = new Lines(code).position(offset);
  const { result: help } = await documents.ask<SignatureHelp | null>(
    "textDocument/signatureHelp",
    code,
    position,
  );
  const chosen = help?.signatures[help.activeSignature ?? 0];
  if (!chosen) return undefined;
  const parameters = (chosen.parameters ?? [])
    .filter(({ documentation }) => documentation)
    .map(
      ({ label, documentation }) =>
        `*@param* \`${label.replace(/[?:].*$/s, "")}\` — ${textOf(documentation)}`,
    );
  return [
    `\`\`\`typescript\n${documents.readable(chosen.label)}\n\`\`\``,
    textOf(chosen.documentation),
    ...parameters,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Returns a hover text without signs of the kernel's modules, or undefined for a name that nothing declares. */
function readableHover(markdown: string): string | undefined {
  if (/^```\w*\n(?:any|.*\/\*unresolved\*\/ any)\n```\s*$/.test(markdown)) return undefined;
  return markdown.replace(/^(```\w*\n)\(alias\) /, "$1").replace(/\n(?:import|export) .*(?=\n```)/, "");
}

function textOf(documentation: Documentation | undefined): string {
  return typeof documentation === "string" ? documentation : (documentation?.value ?? "");
}
