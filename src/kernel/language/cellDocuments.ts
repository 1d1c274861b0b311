// Shows the notebook to the language server as virtual modules in its folder. One module has the cell to check, with
// the names that it uses of earlier cells in scope, each from the cell that declared it last. Types flow from cell to
// cell this way, names can be redeclared, and the server checks only the new cell.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CellSource } from "../source/cellSource.js";
import { hintOnName, readableMessage } from "./advice.js";
import type { Position } from "./cursor.js";
import { FileChanges } from "./fileChanges.js";
import { nodeTypes } from "./nodeTypes.js";
import { type BridgedCode, OwnModules } from "./ownModules.js";
import { isModule, PastCells } from "./pastCells.js";
import { type Dialect, projectConfig } from "./projectConfig.js";
import { LanguageServer } from "./server.js";

/** A type error of a cell. */
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
interface LspDiagnostic {
  code: number;
  message: string;
  severity: number;
  range: { start: Position; end: Position };
  relatedInformation?: { location: { uri: string }; message: string }[];
}

/** Answer to a question about a position in code. */
export interface Answered<T> {
  readonly result: T;
  /** Returns the position in the code for one that the server returned. */
  positionInCode(position: Position): Position;
}

/** Number of lines before the cell in its module. */
const preludeLines = 1;

/** "Cannot assign to … because it is an import". In a notebook it is a constant, function or class of another cell. */
const assignedImport = 2632;
/** "Cannot find module …". */
const moduleNotFound = 2307;
/** Matches declarations in code that may be incomplete. */
const declaration =
  /\b(?:let|const|var|using|function\*?|class|interface|type|enum|namespace)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;

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
const allowed = new Set([...untyped, ...ofModulesAlone]);

/** The notebook's modules in the language server. */
export class CellDocuments {
  private running: LanguageServer | undefined;
  private readonly ownModules: OwnModules;
  /** Each file that the server has, or gets when it starts, by URI. */
  private readonly shown = new Map<string, { version: number; text: string; languageId: string }>();
  private readonly prefix = `.notebook-${process.pid}-`;
  private readonly changes: FileChanges;
  private readonly past = new PastCells((module) => `./${this.prefix}${module}.mts`);
  private dialect: Dialect = "typescript";
  /** The last question about incomplete code. */
  private asked: Promise<unknown> = Promise.resolve();
  /** The last cell that was checked. */
  private checked: CellSource | undefined;
  /** Texts of modules, by name, to show to the server before its next request. */
  private readonly unseen = new Map<string, string>();

  constructor(private readonly folder: string) {
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

  /** Returns the type errors of a cell. */
  async check(source: CellSource, dialect: Dialect): Promise<Diagnostic[]> {
    await this.showUnseen();
    await this.speak(dialect);
    await this.changed(this.changes.since(source.imports));
    this.checked = source;
    const { text, original } = this.module(source);
    const module = isModule(source) ? this.past.moduleOf(text) : "cell";
    // The scope comes first, so that the server builds one program: it handles a change at the next request, but a new
    // module at once.
    if (module !== "cell") await this.show(...this.past.scope(module));
    const uri = this.uri(module);
    await this.show(module, text);
    let items = await this.diagnose(uri);
    if (items.some(({ code }) => code === moduleNotFound)) {
      // The module may have been installed or written since the server looked for it.
      await this.changed(this.changes.candidates(source.imports));
      items = await this.diagnose(uri);
    }
    const last = source.code.split("\n").length;
    const errors = items
      .filter(({ code }) => !allowed.has(code))
      .map((one) => ({
        ...diagnosticInCell({ ...one, message: this.readable(readableMessage(one.message)) }),
        hints: hintsIn(one, uri).map((hint) => this.readable(hint)),
      }))
      .map((one) => ({ ...one, start: original(one.start), end: original(one.end) }))
      .filter(({ start }) => start.line >= 0 && start.line < last);
    // A cell with errors does not run, so its module must not extend others.
    if (errors.length > 0 && module !== "cell" && !this.past.isExported(module))
      this.unseen.set(module, "export {};");
    return errors;
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
    return this.showFile(pathToFileURL(file).href, text);
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
    await this.show("draft", `${this.past.prelude(names, true)}\n${text}\nexport {};`);
    // Its additions to other modules must not affect the next check.
    if (isModule({ code })) this.unseen.set("draft", "export {};");
    return this.uri("draft");
  }

  /** Returns a text of the server with the names of packages and cells in place of paths of its own modules. */
  readable(text: string): string {
    const packages = this.ownModules.withoutBridges(text);
    return packages
      .replace(/import\("[^"]*"\)\.(?:cell\d+\.)?/g, (path) => (path.includes(`/${this.prefix}`) ? "" : path))
      .replace(/(["'])[^"'\n]*\/node_modules\/(?:@types\/)?([^"'\n]+?)(?:\.d)?(?:\.[cm]?ts)?\1/g, "$1$2$1");
  }

  /** Stops the language server. */
  stop(): void {
    this.running?.stop();
  }

  private start(): LanguageServer {
    const server = new LanguageServer(this.folder);
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
    if (this.dialect === dialect) return;
    this.dialect = dialect;
    await this.configure();
  }

  private async configure(): Promise<void> {
    const files = projectConfig(this.folder, this.prefix, this.dialect);
    await Promise.all([
      ...[...files].map(([name, text]) =>
        this.showFile(pathToFileURL(this.pathOf(name)).href, text, "jsonc"),
      ),
      ...[...nodeTypes()].map(([path, text]) => this.showFile(pathToFileURL(path).href, text)),
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
    const changes = files.map(({ path, type }) => ({ uri: pathToFileURL(path).href, type }));
    await this.server.notify("workspace/didChangeWatchedFiles", { changes });
  }

  private uri(module: string): string {
    return pathToFileURL(this.pathOf(`${this.prefix}${module}.mts`)).href;
  }

  private show(module: string, text: string): Promise<void> {
    return this.showFile(this.uri(module), text);
  }

  /** Shows a file. Calls that are not awaited reach the server in their order. */
  private async showFile(uri: string, text: string, languageId = "typescript"): Promise<void> {
    const before = this.shown.get(uri);
    if (before?.text === text) return;
    const version = (before?.version ?? 0) + 1;
    this.shown.set(uri, { version, text, languageId });
    if (version === 1) await this.running?.open(uri, text, languageId);
    else await this.running?.change(uri, version, text);
  }

  /** Returns the module of a cell and the map of its positions to those in the cell. */
  private module(source: CellSource): Pick<BridgedCode, "text" | "original"> {
    const { text, original } = this.ownModules.bridge(source.checked);
    return { text: this.past.text(source, text, this.used(source)), original };
  }

  /** Returns the names of earlier cells that a cell mentions and does not declare. */
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

/** Returns the hints that are about the cell. Those about other files name places that a reader of the cell lacks. */
function hintsIn({ message, relatedInformation = [] }: LspDiagnostic, uri: string): string[] {
  const here = relatedInformation.filter(({ location }) => location.uri === uri);
  const advice = hintOnName(message);
  return [...new Set(here.map((one) => one.message)), ...(advice === undefined ? [] : [advice])];
}

function inCell({ line, character }: Position): Position {
  return { line: line - preludeLines, character };
}
