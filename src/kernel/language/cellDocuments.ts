// Shows the notebook to the language server as virtual modules in its folder. One module has the cell to check, with
// the names that it uses of earlier cells in scope, each from the cell that declared it last. Types flow from cell to
// cell this way, names can be redeclared, and the server checks only the new cell.
import { join } from "node:path";
import { NotebookProject, type Project } from "../modules/project.js";
import type { CellSource } from "../source/cellSource.js";
import { canBeParsed } from "../source/nesting.js";
import type { Position } from "./cursor.js";
import { type Diagnostic, isAllowed, type LspDiagnostic, missingModule, toError } from "./diagnostics.js";
import { FileChanges } from "./fileChanges.js";
import { nodeTypes, webGlobalsName } from "./nodeTypes.js";
import { type BridgedCode, OwnModules } from "./ownModules.js";
import { withPackageNames } from "./packageNames.js";
import { isJsxModule, isModule, PastCells } from "./pastCells.js";
import { type Dialect, projectConfig } from "./projectConfig.js";
import { LanguageServer } from "./server.js";
import { ServerPaths } from "./serverPaths.js";

/** Answer to a question about a position in code. */
export interface Answered<T> {
  readonly result: T;
  /** Returns the position in the code for one that the server returned. */
  positionInCode(position: Position): Position;
}

/** Number of lines before the cell in its module. */
const preludeLines = 1;

/** Matches text that may be JSX. */
const jsx = /<\/|\/>|<>|<[A-Za-z][\w.]*\s+[\w-]+=/;
/** Matches declarations in code that may be incomplete. */
const declaration =
  /\b(?:let|const|var|using|function\*?|class|interface|type|enum|namespace)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;

/** The notebook's modules in the language server. */
export class CellDocuments {
  private running: LanguageServer | undefined;
  private readonly ownModules: OwnModules;
  private readonly paths: ServerPaths;
  /** Each file that the server has, or gets when it starts, by URI. */
  private readonly shown = new Map<string, { version: number; text: string; languageId: string }>();
  private readonly prefix = `.notebook-${process.pid}-`;
  private readonly changes: FileChanges;
  private readonly past = new PastCells((module) => `./${this.fileName(module)}`);
  private dialect: Dialect = "typescript";
  /** Options that the server has. */
  private options: Project | undefined;
  /** The last question about incomplete code. */
  private asked: Promise<unknown> = Promise.resolve();
  /** The last cell that was checked. */
  private checked: CellSource | undefined;
  /** Texts of modules, by name, to show to the server before its next request. */
  private readonly unseen = new Map<string, string>();

  /** @param folder folder of the notebook */
  constructor(
    private readonly folder: string,
    private readonly project = new NotebookProject(folder),
  ) {
    this.paths = new ServerPaths(folder);
    this.changes = new FileChanges(folder);
    this.ownModules = new OwnModules(folder, (uri, text) => void this.showFile(uri, text).catch(() => {}));
  }

  /** The language server. The first use starts it, so a kernel that checks no types has none until a completion. */
  get server(): LanguageServer {
    this.running ??= this.start();
    return this.running;
  }

  /** Checks nothing, which loads the standard library before the first cell waits for it. */
  warmUp(): void {
    this.asked = this.draft("", "console.log();")
      .then((uri) => this.diagnose(uri))
      .catch(() => {});
  }

  /**
   * Returns the type errors of a cell.
   * @param files local modules that the cell imports, also indirectly
   */
  async check(source: CellSource, dialect: Dialect, files: readonly string[] = []): Promise<Diagnostic[]> {
    await this.showUnseen();
    await this.speak(dialect);
    await this.changed(this.changes.since([...source.imports, ...files]));
    this.checked = source;
    const { text, original } = this.module(source);
    const module = isModule(source) ? this.past.moduleOf(text, source.language) : "cell";
    // The scope comes first, so that the server builds one program: it handles a change at the next request, but a new
    // module at once.
    if (module !== "cell") await this.show(...this.past.scope(module, source.references));
    const uri = this.uri(module);
    // The server takes messages in their order, so the question need not wait until the text is written.
    let [, items] = await Promise.all([this.show(module, text), this.diagnose(uri)]);
    if (items.some((item) => missingModule(item) !== undefined)) {
      // The module may have been installed or written since the server looked for it.
      await this.changed(this.changes.candidates(source.imports));
      items = await this.diagnose(uri);
    }
    const last = source.code.split("\n").length;
    const readable = (message: string) => this.readable(message);
    const errors = items
      .filter((item) => !isAllowed(item))
      .map((item) => toError(item, uri, readable, (place) => source.placeInCode(original(inCell(place)))))
      .filter(({ start }) => start.line >= 0 && start.line < last);
    // A cell with errors does not run, so its module must not extend others.
    if (errors.length > 0 && module !== "cell" && !this.past.isExported(module))
      this.unseen.set(module, "export {};");
    return errors;
  }

  /** Returns the type errors of a local module. Imports that the kernel resolves from its own packages are none. */
  async checkFile(file: string, isImportable: (specifier: string) => boolean): Promise<Diagnostic[]> {
    const uri = this.paths.uri(file);
    const items = await this.diagnose(uri);
    const isElsewhere = (item: LspDiagnostic) => {
      const specifier = missingModule(item);
      return specifier !== undefined && isImportable(specifier);
    };
    return items
      .filter((item) => !isAllowed(item) && !isElsewhere(item))
      .map((item) => toError(item, uri, (text) => this.readable(text)));
  }

  /** Returns true for a name that an earlier cell declared. */
  knows(name: string): boolean {
    return this.past.names.includes(name);
  }

  /** Puts the names of a cell in scope of later cells. Called when the cell runs, checked or not. */
  commit(source: CellSource): void {
    const { text } = this.ownModules.bridge(isModule(source) ? source.checked : source.inNamespace);
    for (const [module, changed] of this.past.add(source, text, this.used(source)))
      this.unseen.set(module, changed);
    // The server reads it while the cell runs. Without checks it reads it at its next request.
    if (this.checked === source) void this.showUnseen().catch(() => {});
  }

  /** Returns the path of a name in the notebook's folder. */
  pathOf(name: string): string {
    return join(this.folder, name);
  }

  /** Shows the text of a cell to the server as a module in the notebook's folder. */
  provide(file: string, text: string): Promise<void> {
    return this.showFile(this.paths.uri(file), text);
  }

  /**
   * Asks the server about a position in incomplete code with all names in scope. Questions wait for the one before,
   * because they share a document.
   * @param method request of the Language Server Protocol
   */
  ask<T>(method: string, code: string, cursor: Position): Promise<Answered<T>> {
    const answer = this.asked.then(() => this.askNow<T>(method, code, cursor));
    this.asked = answer.catch(() => {});
    return answer;
  }

  /** Returns the specifiers of packages that the kernel adds to those of the notebook's folder. */
  get packages(): string[] {
    return this.ownModules.specifiers();
  }

  private async askNow<T>(method: string, code: string, cursor: Position): Promise<Answered<T>> {
    const { text, original, bridged } = this.ownModules.bridge(code, cursor);
    // The server knows nothing about code that may end it.
    if (!canBeParsed(code)) return { result: null as T, positionInCode: (place) => place };
    const uri = await this.draft(code, text);
    const { line, character } = bridged(cursor);
    const position = { line: line + preludeLines, character };
    const result = await this.server.request<T>(method, { textDocument: { uri }, position });
    return { result, positionInCode: (place) => original(inCell(place)) };
  }

  /** Shows incomplete code to the server and returns the URI of its document. */
  private async draft(code: string, text: string): Promise<string> {
    await this.showUnseen();
    const declared = new Set([...code.matchAll(declaration)].map(([, name]) => name!));
    const names = this.past.names.filter((name) => !declared.has(name));
    const draft = jsx.test(code) ? "jsxDraft" : "draft";
    await this.show(draft, `${this.past.prelude(names, true)}\n${text}\nexport {};`);
    // Its additions to other modules must not affect the next check.
    if (isModule({ code })) this.unseen.set(draft, "export {};");
    return this.uri(draft);
  }

  /** Returns a text of the server with the names of packages and cells in place of paths of its own modules. */
  readable(text: string): string {
    const packages = this.paths.readable(this.ownModules.withoutBridges(text));
    return withPackageNames(
      packages.replace(/import\("[^"]*"\)\.(?:cell\d+\.)?/g, (path) =>
        path.includes(`/${this.prefix}`) ? "" : path,
      ),
    );
  }

  /** Stops the language server. */
  stop(): void {
    this.running?.stop();
    this.paths.close();
  }

  private start(): LanguageServer {
    // Another one starts at the next use.
    const server = new LanguageServer(this.paths.path(this.folder), () => {
      this.running = undefined;
    });
    this.running = server;
    const early = [...this.shown];
    this.shown.clear();
    const opened = [this.configure(), this.show(...this.past.scope())];
    for (const [uri, { text, languageId }] of early) opened.push(this.showFile(uri, text, languageId));
    // A server that cannot start fails the next request, too.
    Promise.all(opened).catch(() => {});
    return server;
  }

  private async showUnseen(): Promise<void> {
    if (this.unseen.size === 0) return;
    const shown = [...this.unseen].map(([module, text]) => this.show(module, text));
    this.unseen.clear();
    // A request makes the server handle the change now. For two modules that change at once it rebuilds its program.
    const taken = this.server.request("textDocument/foldingRange", {
      textDocument: { uri: this.uri("scope") },
    });
    await Promise.all([...shown, taken]);
  }

  private async speak(dialect: Dialect): Promise<void> {
    if (this.dialect === dialect && this.options === this.project.current()) return;
    this.dialect = dialect;
    await this.configure();
  }

  private async configure(): Promise<void> {
    this.options = this.project.current();
    const { compilerOptions, declarations } = this.options;
    const files = projectConfig(this.prefix, this.dialect, {
      compilerOptions: this.paths.isLinked ? { ...compilerOptions, preserveSymlinks: true } : compilerOptions,
      declarations: declarations.map((path) => this.paths.path(path)),
    });
    await Promise.all([
      ...[...files].map(([name, text]) => this.showFile(this.paths.uri(this.pathOf(name)), text, "jsonc")),
      ...[...nodeTypes(this.pathOf(`${this.prefix}${webGlobalsName}`))].map(([path, text]) =>
        this.showFile(this.paths.uri(path), text),
      ),
    ]);
  }

  private async diagnose(uri: string): Promise<LspDiagnostic[]> {
    const { items } = await this.server.request<{ items: LspDiagnostic[] }>("textDocument/diagnostic", {
      textDocument: { uri },
    });
    return items.filter(({ severity }) => severity === 1);
  }

  private async changed(files: { path: string; type: number }[]): Promise<void> {
    if (files.length === 0) return;
    const changes = files.map(({ path, type }) => ({ uri: this.paths.uri(path), type }));
    await this.server.notify("workspace/didChangeWatchedFiles", { changes });
  }

  private uri(module: string): string {
    return this.paths.uri(this.pathOf(this.fileName(module)));
  }

  private fileName(module: string): string {
    return `${this.prefix}${module}${isJsxModule(module) ? ".tsx" : ".mts"}`;
  }

  private show(module: string, text: string): Promise<void> {
    return this.showFile(this.uri(module), text);
  }

  /** Shows a file. Calls that are not awaited reach the server in their order. */
  private async showFile(uri: string, text: string, languageId = "typescript"): Promise<void> {
    const before = this.shown.get(uri);
    if (before?.text === text) return;
    const version = (before?.version ?? 0) + 1;
    const language = uri.endsWith(".tsx") ? "typescriptreact" : languageId;
    this.shown.set(uri, { version, text, languageId: language });
    if (version === 1) await this.running?.open(uri, text, language);
    else await this.running?.change(uri, version, text);
  }

  /** Returns the module of a cell and the map of its positions to those in the cell. */
  private module(source: CellSource): Pick<BridgedCode, "text" | "original"> {
    const { text, original } = this.ownModules.bridge(source.checked);
    return { text: this.past.text(source, text, this.used(source)), original };
  }

  /** Returns the names of earlier cells that a cell mentions and does not declare. */
  private used({ checked, values, types, language }: CellSource): string[] {
    const declared = new Set([...values, ...types]);
    const words = new Set(checked.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);
    if (language === "tsx") {
      const { factory, fragmentFactory } = this.project.current().settings.jsx;
      for (const name of [factory, fragmentFactory]) words.add(name.split(".")[0]!);
    }
    return this.past.names.filter((name) => words.has(name) && !declared.has(name));
  }
}

function inCell({ line, character }: Position): Position {
  return { line: line - preludeLines, character };
}
