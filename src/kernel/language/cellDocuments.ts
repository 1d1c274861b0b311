// The notebook as the language server sees it: each cell is a virtual module in the notebook's folder that
// exports what it declares; a later cell imports the names it uses from the cell that declared them last. So
// types flow from cell to cell, a name can be declared again, and only the new cell is ever checked.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CellSource } from "../execution/cellSource.js";
import { FileChanges } from "./fileChanges.js";
import { type BridgedCode, OwnModules } from "./ownModules.js";
import { type Dialect, projectConfig } from "./projectConfig.js";
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
export const preludeLines = 1;

/** "Cannot assign to … because it is an import": here because it is another cell's constant, function or class. */
const assignedImport = 2632;
/** "Cannot find module …". */
const moduleNotFound = 2307;
/**
 * What only `noImplicitAny` and `noImplicitThis` mind: code that is being tried out leaves types away. The options
 * themselves stay on, since without them `[]` would be an array of nothing.
 */
const allowed = new Set([
  2683, 7005, 7006, 7008, 7009, 7010, 7011, 7015, 7016, 7017, 7018, 7019, 7022, 7023, 7024, 7031, 7034, 7041,
  7053,
]);

export class CellDocuments {
  readonly server: LanguageServer;
  private readonly ownModules: OwnModules;
  private readonly owner = new Map<string, { cell: string; kind: "value" | "variable" | "type" }>();
  private readonly versions = new Map<string, number>();
  private readonly prefix = `.notebook-${process.pid}-`;
  private readonly changes: FileChanges;
  private dialect: Dialect = "typescript";
  private number = 0;
  /** Cells that ran without a check: the server is shown them when it is asked something. */
  private readonly unseen: { uri: string; text: string }[] = [];

  constructor(private readonly folder: string) {
    this.server = new LanguageServer(folder);
    this.changes = new FileChanges(folder);
    this.ownModules = new OwnModules(folder, (uri, text) => void this.show(uri, text).catch(() => {}));
    // The first check loads the standard library; better now than when the first cell waits.
    void this.warmUp().catch(() => {});
  }

  /** Errors of a cell that is about to run. */
  async check(source: CellSource, dialect: Dialect): Promise<Diagnostic[]> {
    await this.showUnseen();
    await this.speak(dialect);
    await this.changed(this.changes.since(source.imports));
    const uri = this.uri(String(this.number));
    const { text, original } = this.module(source);
    await this.show(uri, text);
    let items = await this.diagnose(uri);
    if (items.some(({ code }) => code === moduleNotFound)) {
      // What was installed or written since the server looked for it last.
      await this.changed(this.changes.candidates(source.imports));
      items = await this.diagnose(uri);
    }
    const last = source.code.split("\n").length;
    return items
      .filter(({ code }) => !allowed.has(code))
      .map(diagnosticInCell)
      .map((one) => ({ ...one, start: original(one.start), end: original(one.end) }))
      .filter(({ start }) => start.line >= 0 && start.line < last);
  }

  /** Puts what a cell declared in scope of the cells after it; called when it runs, checked or not. */
  commit(source: CellSource): void {
    const uri = this.uri(String(this.number));
    if (!this.versions.has(uri)) this.unseen.push({ uri, text: this.module(source).text });
    const cell = `./${this.prefix}${this.number}.mts`;
    for (const name of source.values) this.owner.set(name, { cell, kind: "value" });
    for (const name of source.variables) this.owner.set(name, { cell, kind: "variable" });
    for (const name of source.types) this.owner.set(name, { cell, kind: "type" });
    this.number += 1;
  }

  /** The path that a name has in the notebook's folder. */
  pathOf(name: string): string {
    return join(this.folder, name);
  }

  /** Shows a module of the notebook's folder that is no file, but the text of a cell. */
  provide(file: string, text: string): Promise<void> {
    return this.show(pathToFileURL(file).href, text);
  }

  /**
   * Shows code that is being written to the server, with every name in scope; gives its document's address.
   * @param line where the cursor is, from 0: what stands there is shown as it is, so that positions hold
   */
  async draft(code: string, line: number): Promise<string> {
    await this.showUnseen();
    const uri = this.uri("draft");
    const { text } = this.ownModules.bridge(code, line);
    await this.show(uri, this.text(text, [...this.owner.keys()], "export {};"));
    return uri;
  }

  stop(): void {
    this.server.stop();
  }

  private async showUnseen(): Promise<void> {
    for (const { uri, text } of this.unseen.splice(0)) await this.show(uri, text);
  }

  private async warmUp(): Promise<void> {
    await this.configure();
    await this.diagnose(await this.draft("console.log();", 0));
  }

  private async speak(dialect: Dialect): Promise<void> {
    if (this.dialect === dialect) return;
    this.dialect = dialect;
    await this.configure();
  }

  private async configure(): Promise<void> {
    for (const [name, text] of projectConfig(this.folder, this.prefix, this.dialect))
      await this.show(pathToFileURL(this.pathOf(name)).href, text, "jsonc");
  }

  private async diagnose(uri: string): Promise<LspDiagnostic[]> {
    const { items } = await this.server.request<{ items: LspDiagnostic[] }>("textDocument/diagnostic", {
      textDocument: { uri },
    });
    return items.filter(({ severity }) => severity === 1);
  }

  private async changed(files: { path: string; type: number }[]): Promise<void> {
    if (files.length === 0) return;
    const changes = files.map(({ path, type }) => ({ uri: pathToFileURL(path).href, type }));
    await this.server.notify("workspace/didChangeWatchedFiles", { changes });
  }

  private uri(id: string): string {
    return pathToFileURL(this.pathOf(`${this.prefix}${id}.mts`)).href;
  }

  private async show(uri: string, text: string, languageId = "typescript"): Promise<void> {
    const version = (this.versions.get(uri) ?? 0) + 1;
    this.versions.set(uri, version);
    if (version === 1) await this.server.open(uri, text, languageId);
    else await this.server.change(uri, version, text);
  }

  /** A cell as a module, with the way back from positions in it to those in the cell. */
  private module({ checked, values, types }: CellSource): BridgedCode {
    const names = this.used(checked, new Set([...values, ...types]));
    const exports = `export { ${values.join(", ")} }; export type { ${types.join(", ")} };`;
    const { text, original } = this.ownModules.bridge(checked);
    return { text: this.text(text, names, exports), original };
  }

  /** The names of earlier cells that code mentions and does not declare itself. */
  private used(code: string, declared: ReadonlySet<string>): string[] {
    const words = new Set(code.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);
    return [...words].filter((name) => this.owner.has(name) && !declared.has(name));
  }

  private text(code: string, names: readonly string[], exports: string): string {
    const imports = names.map((name) => {
      const { cell, kind } = this.owner.get(name)!;
      // An import could not be assigned to.
      if (kind === "variable") return `declare let ${name}: typeof import("${cell}").${name};`;
      return `import ${kind === "type" ? "type " : ""}{ ${name} } from "${cell}";`;
    });
    return `${imports.join(" ")}\n${code}\n${exports}`;
  }
}

function diagnosticInCell({ code, message, range }: LspDiagnostic): Diagnostic {
  const place = { start: inCell(range.start), end: inCell(range.end) };
  const name = code === assignedImport && /'(.+?)'/.exec(message)?.[1];
  if (!name) return { code, message, ...place };
  return { code: 2588, message: `Cannot assign to '${name}' because it is a constant.`, ...place };
}

function inCell(position: { line: number; character: number }): { line: number; character: number } {
  return { line: position.line - preludeLines, character: position.character };
}
