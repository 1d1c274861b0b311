// The notebook as the language server sees it: virtual modules in its folder. One holds the cell that is checked,
// with the names in scope that it uses of earlier cells, each from the cell that declared it last. So types flow
// from cell to cell, a name can be declared again, and only the new cell is ever checked.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CellSource } from "../source/cellSource.js";
import { FileChanges } from "./fileChanges.js";
import { type BridgedCode, OwnModules } from "./ownModules.js";
import { isModule, PastCells } from "./pastCells.js";
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
/** What a cell that is being written declares, as far as can be said before it is complete. */
const declaration =
  /\b(?:let|const|var|using|function\*?|class|interface|type|enum|namespace)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;

/**
 * What only `noImplicitAny` and `noImplicitThis` mind: code that is being tried out leaves types away. The options
 * themselves stay on, since without them `[]` would be an array of nothing.
 */
const untyped = [
  2683, 7005, 7006, 7008, 7009, 7010, 7011, 7015, 7016, 7017, 7018, 7019, 7022, 7023, 7024, 7031, 7034, 7041,
  7053,
];
/** What only modules that are called `.mts` may not hold: `<T>(x: T) => x`. */
const ofModulesAlone = [7059, 7060];
const allowed = new Set([...untyped, ...ofModulesAlone]);

export class CellDocuments {
  readonly server: LanguageServer;
  private readonly ownModules: OwnModules;
  /** What the server has been shown, by address. */
  private readonly shown = new Map<string, { version: number; text: string }>();
  private readonly prefix = `.notebook-${process.pid}-`;
  private readonly changes: FileChanges;
  private readonly past = new PastCells((module) => `./${this.prefix}${module}.mts`);
  private dialect: Dialect = "typescript";
  /** The cell that was checked last. */
  private checked: CellSource | undefined;
  /** Modules that the server is shown before it is asked something: name and text. */
  private readonly unseen = new Map<string, string>();

  constructor(private readonly folder: string) {
    this.server = new LanguageServer(folder);
    this.changes = new FileChanges(folder);
    this.ownModules = new OwnModules(folder, (uri, text) => void this.showFile(uri, text).catch(() => {}));
    // The first check loads the standard library; better now than when the first cell waits.
    void this.warmUp().catch(() => {});
  }

  /** Errors of a cell that is about to run. */
  async check(source: CellSource, dialect: Dialect): Promise<Diagnostic[]> {
    await this.showUnseen();
    await this.speak(dialect);
    await this.changed(this.changes.since(source.imports));
    this.checked = source;
    const { text, original } = this.module(source);
    const module = isModule(source) ? this.past.moduleOf(text) : "cell";
    // First, so that the server takes both in one go: it answers a change at the next request, a new module at once.
    if (module !== "cell") await this.show(...this.past.scope(module));
    const uri = this.uri(module);
    await this.show(module, text);
    let items = await this.diagnose(uri);
    if (items.some(({ code }) => code === moduleNotFound)) {
      // What was installed or written since the server looked for it last.
      await this.changed(this.changes.candidates(source.imports));
      items = await this.diagnose(uri);
    }
    const last = source.code.split("\n").length;
    const errors = items
      .filter(({ code }) => !allowed.has(code))
      .map(diagnosticInCell)
      .map((one) => ({ ...one, start: original(one.start), end: original(one.end) }))
      .filter(({ start }) => start.line >= 0 && start.line < last);
    // A cell that does not run adds nothing to other modules either.
    if (errors.length > 0 && module !== "cell" && !this.past.isExported(module))
      this.unseen.set(module, "export {};");
    return errors;
  }

  /** Puts what a cell declared in scope of the cells after it; called when it runs, checked or not. */
  commit(source: CellSource): void {
    const { text } = this.ownModules.bridge(isModule(source) ? source.checked : source.inNamespace);
    for (const [module, changed] of this.past.add(source, text, this.used(source)))
      this.unseen.set(module, changed);
    // The server can take it while the cell runs; in a notebook that is not checked, when it is asked.
    if (this.checked === source) void this.showUnseen().catch(() => {});
  }

  /** The path that a name has in the notebook's folder. */
  pathOf(name: string): string {
    return join(this.folder, name);
  }

  /** Shows a module of the notebook's folder that is no file, but the text of a cell. */
  provide(file: string, text: string): Promise<void> {
    return this.showFile(pathToFileURL(file).href, text);
  }

  /**
   * Shows code that is being written to the server, with every name in scope; gives its document's address.
   * @param line where the cursor is, from 0: what stands there is shown as it is, so that positions hold
   */
  async draft(code: string, line: number): Promise<string> {
    await this.showUnseen();
    const { text } = this.ownModules.bridge(code, line);
    const declared = new Set([...code.matchAll(declaration)].map(([, name]) => name!));
    const names = this.past.names.filter((name) => !declared.has(name));
    await this.show("draft", `${this.past.prelude(names, true)}\n${text}\nexport {};`);
    // What it adds to other modules is gone when the next cell is checked.
    if (isModule({ code })) this.unseen.set("draft", "export {};");
    return this.uri("draft");
  }

  stop(): void {
    this.server.stop();
  }

  private async showUnseen(): Promise<void> {
    if (this.unseen.size === 0) return;
    const shown = [...this.unseen].map(([module, text]) => this.show(module, text));
    this.unseen.clear();
    // A request makes the server take the change by itself: of two modules that changed at once it would build
    // the program anew.
    const taken = this.server.request("textDocument/foldingRange", {
      textDocument: { uri: this.uri("scope") },
    });
    await Promise.all([...shown, taken]);
  }

  private async warmUp(): Promise<void> {
    await Promise.all([this.configure(), this.show(...this.past.scope())]);
    await this.diagnose(await this.draft("console.log();", 0));
  }

  private async speak(dialect: Dialect): Promise<void> {
    if (this.dialect === dialect) return;
    this.dialect = dialect;
    await this.configure();
  }

  private async configure(): Promise<void> {
    const files = projectConfig(this.folder, this.prefix, this.dialect);
    await Promise.all(
      [...files].map(([name, text]) => this.showFile(pathToFileURL(this.pathOf(name)).href, text, "jsonc")),
    );
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

  private uri(module: string): string {
    return pathToFileURL(this.pathOf(`${this.prefix}${module}.mts`)).href;
  }

  private show(module: string, text: string): Promise<void> {
    return this.showFile(this.uri(module), text);
  }

  /** What is shown without waiting in between arrives in that order. */
  private async showFile(uri: string, text: string, languageId = "typescript"): Promise<void> {
    const before = this.shown.get(uri);
    if (before?.text === text) return;
    const version = (before?.version ?? 0) + 1;
    this.shown.set(uri, { version, text });
    if (version === 1) await this.server.open(uri, text, languageId);
    else await this.server.change(uri, version, text);
  }

  /** A cell as a module, with the way back from positions in it to those in the cell. */
  private module(source: CellSource): BridgedCode {
    const { text, original } = this.ownModules.bridge(source.checked);
    return { text: this.past.text(source, text, this.used(source)), original };
  }

  /** The names of earlier cells that a cell mentions and does not declare itself. */
  private used({ checked, values, types }: CellSource): string[] {
    const declared = new Set([...values, ...types]);
    const words = new Set(checked.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);
    return this.past.names.filter((name) => words.has(name) && !declared.has(name));
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
