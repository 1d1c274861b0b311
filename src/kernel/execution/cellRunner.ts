// Runs a cell: parses it, checks its types, strips them and evaluates the script. Each failure becomes an error report.
import type { Announcements } from "../debugger/announcements.js";
import type { CellDocuments } from "../language/cellDocuments.js";
import { codeFrame } from "../language/codeFrame.js";
import { Lines } from "../language/cursor.js";
import type { Dialect } from "../language/projectConfig.js";
import type { Importer } from "../modules/importer.js";
import type { CompilerSettings } from "../modules/project.js";
import { type CellSource, CellSyntaxError } from "../source/cellSource.js";
import { parseNotebookCell } from "../source/notebookCell.js";
import { parseSource } from "../source/parse.js";
import { Redeclarations } from "../source/redeclarable.js";
import { type Script, toScript } from "../source/script.js";
import { type ErrorReport, reportError } from "./errorReport.js";
import type { Evaluator } from "./evaluator.js";
import { livingMembers, type Members } from "./livingValues.js";
import { type Place, StackTraces } from "./stackTraces.js";
import { TypeChecks } from "./typeChecks.js";

/** Result of a cell. `error` is the value that the cell threw. */
export type CellResult =
  | { kind: "value"; value: unknown }
  | { kind: "error"; report: ErrorReport; error?: unknown };

/** Runs cells and knows their scripts. */
export class CellRunner {
  private readonly scripts = new Map<string, Script>();
  private readonly traces = new StackTraces((script, line, column) => this.placeIn(script, line, column));
  private readonly redeclarations = new Redeclarations();
  private dialect: Dialect = process.env.TYPESCRIPT_LAB_DIALECT === "tslab" ? "tslab" : "typescript";
  private readonly types: TypeChecks;
  /** Texts of the modules that cells defined, by path. */
  private readonly modules = new Map<string, string>();
  /** The cell that runs, or that ran last. */
  private source: CellSource | undefined;

  /** @param check whether to check types before a cell runs */
  constructor(
    private readonly evaluator: Evaluator,
    private readonly documents: CellDocuments,
    private readonly importer: Importer,
    private readonly announcements: Announcements,
    private readonly check: boolean,
  ) {
    this.types = new TypeChecks(documents, importer);
    this.traces.install();
  }

  /**
   * Runs a cell.
   * @param name name of the cell in stack frames, such as `Cell [3]`
   * @param interrupted returns whether the cell was interrupted. Called before the script is evaluated.
   */
  async run(code: string, name: string, interrupted: () => boolean): Promise<CellResult> {
    let source: CellSource;
    let script: Script;
    // A breakpoint at the last expression needs the expression as the cell has it.
    const boxed = !this.announcements.debugging;
    try {
      const module = moduleName(code);
      if (module) return await this.defineModule(module, code);
      source = parseNotebookCell(
        code,
        (word) => word in globalThis || this.documents.knows(word),
        (declared) => this.redeclarations.isDeclared(declared),
      );
      this.source = source;
      if (/["']tslab["']/.test(code)) this.dialect = "tslab";
      const checked = this.check && !/^\s*\/\/\s*@ts-nocheck/.test(code);
      const settings = this.settingsFor(source);
      const report = checked ? await this.types.ofCell(source, name, this.dialect) : undefined;
      if (report) return { kind: "error", report };
      script = toScript(source, this.redeclarations, settings, boxed && source.showsValue);
    } catch (error) {
      if (error instanceof CellSyntaxError) return { kind: "error", report: syntaxReport(name, code, error) };
      return { kind: "error", report: this.report(error) };
    }
    if (interrupted()) return interruption;
    this.scripts.set(name, script);
    this.documents.commit(source);
    await this.announcements.announce(scriptName(name), script);
    const { debugging } = this.announcements;
    const outcome = await this.evaluator.evaluate(script.text, scriptName(name), debugging);
    if (outcome.kind === "interrupted") return interruption;
    if (outcome.kind === "error")
      return { kind: "error", report: this.report(outcome.error), error: outcome.error };
    if (!source.showsValue) return { kind: "value", value: undefined };
    return { kind: "value", value: script.boxed ? (outcome.value as [unknown])[0] : outcome.value };
  }

  /** Starts or ends announcing scripts to a debugger. */
  debug(on: boolean): void {
    const ran = [...this.scripts].map(([name, script]) => [scriptName(name), script] as const);
    this.announcements.switch(on, ran);
  }

  /** Returns the report of an error that a cell or its callback threw. Its frames have the lines of the cell. */
  report(error: unknown): ErrorReport {
    return reportError(error, this.traces);
  }

  /** Returns the members of an expression's value, without side effects. `root` is its first name. */
  membersOf(expression: string, root: string): Promise<Members | undefined> {
    return livingMembers(this.redeclarations.nameInScript(root) + expression.slice(root.length));
  }

  /** Returns true for a name that the running cell uses as a value. */
  usesAsValue(name: string): boolean {
    return this.source?.usesAsValue(name) ?? false;
  }

  /** Returns the name in scripts for a name in cells. */
  nameInScript(name: string): string {
    return this.redeclarations.nameInScript(name);
  }

  /** Returns the compiler settings of a cell. */
  private settingsFor(source: CellSource): CompilerSettings {
    const { settings } = this.importer.project.refresh(source.imports.length > 0 || /[@<]/.test(source.code));
    if (source.language === "tsx" && settings.jsx.isGuess && !/@jsx/.test(source.code)) {
      const { factory } = settings.jsx;
      if (!source.values.includes(factory) && !this.documents.knows(factory)) throw missingJsx(factory);
    }
    return this.dialect === "tslab" ? { ...settings, legacyDecorators: true } : settings;
  }

  private placeIn(script: string, line: number, column: number): Place | undefined {
    const [, kind, number] = /^<(\w+)\[(\d+)\]>$/.exec(script) ?? [];
    const cell = `${kind} [${number}]`;
    const known = this.scripts.get(cell);
    return known && { source: cell, text: known.code, ...known.position(line, column) };
  }

  /** Defines a cell that starts with tslab's `@module name` as the module `./name`, which later cells import. */
  private async defineModule(name: string, code: string): Promise<CellResult> {
    const { language, errors } = parseSource(code);
    if (errors[0]) throw new CellSyntaxError(errors[0].message, errors[0].offset);
    const file = this.documents.pathOf(`${name}.${language}`);
    await this.documents.provide(file, code);
    const report = this.check ? await this.types.ofFile(file) : undefined;
    // After an error the module is as before the cell.
    if (report) await this.documents.provide(file, this.modules.get(file) ?? "export {};");
    if (report) return { kind: "error", report };
    this.modules.set(file, code);
    this.importer.local.provide(file, code);
    return { kind: "value", value: undefined };
  }
}

/** Result of an interrupted cell. */
export const interruption: { kind: "error"; report: ErrorReport } = {
  kind: "error",
  report: {
    ename: "KeyboardInterrupt",
    evalue: "",
    traceback: ["\x1b[31mKeyboardInterrupt\x1b[39m: the cell was interrupted"],
  },
};

/** Returns the name of a cell's script in V8, which must not contain a space. */
function scriptName(cell: string): string {
  return `<${cell.replace(" ", "")}>`;
}

function missingJsx(factory: string): Error {
  return new Error(
    `JSX: expected react or preact in the notebook's folder, or a function ${factory}, found neither; run "npm install react", set "jsx" in tsconfig.json, or declare ${factory}(type, properties, ...children).`,
  );
}

function moduleName(code: string): string | undefined {
  return /^\s*\/\*\*(?:(?!\*\/).)*?@module\s+(\w+)\s*(?:\*\/|\n)/s.exec(code)?.[1];
}

function syntaxReport(name: string, code: string, error: CellSyntaxError): ErrorReport {
  const start = new Lines(code).position(error.offset);
  const frame = codeFrame(name, code, {
    code: 0,
    message: `SyntaxError: ${error.message}`,
    start,
    end: start,
  });
  return { ename: "SyntaxError", evalue: error.message, traceback: [frame] };
}
