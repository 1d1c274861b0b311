// The notebook as the language server sees it: each cell is a virtual module in the notebook's folder that
// exports what it declares; a later cell imports the names it uses from the cell that declared them last. So
// types flow from cell to cell, a name can be declared again, and only the new cell is ever checked.

import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { CellSource } from "../execution/cellSource.js";
import { OwnModules } from "./ownModules.js";
import { LanguageServer } from "./server.js";

export interface Diagnostic {
  readonly code: number;
  readonly message: string;
  /** From 0, in the cell. */
  readonly start: { line: number; character: number };
  readonly end: { line: number; character: number };
}
interface LspDiagnostic {
  code: number;
  message: string;
  severity: number;
  range: { start: Diagnostic["start"]; end: Diagnostic["end"] };
}

/** Lines that stand before the cell's first in its document. */
export const preludeLines = 2;

/**
 * What TypeScript says that is no error in a notebook: assigning to a name that another cell declared (2632),
 * importing a .ts file by its full name (5097), and what only `noImplicitAny` minds.
 */
const allowed = new Set([2632, 5097, 7005, 7006, 7016, 7018, 7019, 7022, 7023, 7024, 7031, 7034, 7053]);
const globals = fileURLToPath(new URL("../globals.d.ts", import.meta.url));

export class CellDocuments {
  readonly server: LanguageServer;
  private readonly ownModules: OwnModules;
  private readonly owner = new Map<string, { cell: string; kind: "value" | "type" }>();
  private number = 0;
  private readonly versions = new Map<string, number>();

  constructor(private readonly folder: string) {
    this.server = new LanguageServer(folder);
    this.ownModules = new OwnModules(folder, (uri, text) => void this.server.open(uri, text).catch(() => {}));
    // The first check loads the standard library; better now than when the first cell waits.
    void this.show(this.uri("draft"), this.text("", new Set()))
      .then(() =>
        this.server.request("textDocument/diagnostic", { textDocument: { uri: this.uri("draft") } }),
      )
      .catch(() => {});
  }

  /** Errors of a cell that is about to run. */
  async check(source: CellSource): Promise<Diagnostic[]> {
    const uri = this.uri(String(this.number));
    const exports = exportLine(source);
    const { text, original } = this.ownModules.bridge(source.checked);
    await this.show(uri, this.text(text, new Set([...source.values, ...source.types]), exports));
    const { items } = await this.server.request<{ items: LspDiagnostic[] }>("textDocument/diagnostic", {
      textDocument: { uri },
    });
    const last = source.code.split("\n").length;
    return items
      .filter(({ severity, code }) => severity === 1 && !allowed.has(code))
      .map(({ code, message, range }) => ({
        code,
        message,
        start: original(inCell(range.start)),
        end: original(inCell(range.end)),
      }))
      .filter(({ start }) => start.line >= 0 && start.line < last);
  }

  /** Puts what a cell declared in scope of the cells after it; called when it ran. */
  commit(source: CellSource): void {
    const cell = `./${this.name(String(this.number))}`;
    for (const name of source.values) this.owner.set(name, { cell, kind: "value" });
    for (const name of source.types) this.owner.set(name, { cell, kind: "type" });
    this.number += 1;
  }

  /**
   * Shows code that is being written to the server, with every name in scope; gives its document's address.
   * @param line where the cursor is, from 0: what stands there is shown as it is, so that positions hold
   */
  async draft(code: string, line: number): Promise<string> {
    const uri = this.uri("draft");
    await this.show(uri, this.text(this.ownModules.bridge(code, line).text, new Set(), "", true));
    return uri;
  }

  stop(): void {
    this.server.stop();
  }

  private name(id: string): string {
    return `.notebook-${process.pid}-${id}.mts`;
  }

  private uri(id: string): string {
    return pathToFileURL(join(this.folder, this.name(id))).href;
  }

  private async show(uri: string, text: string): Promise<void> {
    const version = (this.versions.get(uri) ?? 0) + 1;
    this.versions.set(uri, version);
    if (version === 1) await this.server.open(uri, text);
    else await this.server.change(uri, version, text);
  }

  private text(code: string, declared: Set<string>, exports = "export {};", all = false): string {
    const used = all ? this.owner.keys() : new Set(code.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);
    const imports = [...used].flatMap((name) => {
      const owner = declared.has(name) ? undefined : this.owner.get(name);
      if (!owner) return [];
      return `import ${owner.kind === "type" ? "type " : ""}{ ${name} } from "${owner.cell}";`;
    });
    return `/// <reference path=${JSON.stringify(globals)} />\n${imports.join(" ")}\n${code}\n${exports}`;
  }
}

function exportLine({ values, types }: CellSource): string {
  return `export { ${values.join(", ")} }; export type { ${types.join(", ")} };`;
}

function inCell(position: { line: number; character: number }): { line: number; character: number } {
  return { line: position.line - preludeLines, character: position.character };
}
