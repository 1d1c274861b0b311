// One cell's way: parse, check types, strip them, evaluate, show the value. What goes wrong on the way becomes
// an error report; nothing that a cell does ends the kernel.
import type { CellDocuments } from "../language/cellDocuments.js";
import { codeFrame } from "../language/codeFrame.js";
import { lineAndCharacter } from "../language/cursor.js";
import { type CellSource, CellSyntaxError, parseCell } from "./cellSource.js";
import { type ErrorReport, reportError, scriptName } from "./errorReport.js";
import type { Evaluator } from "./evaluator.js";
import { type StrippedCell, stripTypes } from "./strip.js";

export type CellResult = { kind: "value"; value: unknown } | { kind: "error"; report: ErrorReport };

export class CellRunner {
  private readonly stripped = new Map<string, StrippedCell>();

  /** @param documents undefined when types are not checked */
  constructor(
    private readonly evaluator: Evaluator,
    private readonly documents: () => CellDocuments | undefined,
  ) {}

  /** Runs a cell. `name` is what its stack frames call it, such as `Cell [3]`. */
  async run(code: string, name: string): Promise<CellResult> {
    let source: CellSource;
    try {
      source = parseCell(code);
    } catch (error) {
      if (error instanceof CellSyntaxError) return { kind: "error", report: syntaxReport(name, code, error) };
      throw error;
    }
    const documents = this.documents();
    if (documents && !/^\s*\/\/\s*@ts-nocheck/.test(code)) {
      const report = await checkTypes(documents, source, name);
      if (report) return { kind: "error", report };
    }
    let stripped: StrippedCell;
    try {
      stripped = stripTypes(source.script);
    } catch (error) {
      return {
        kind: "error",
        report: {
          ename: "SyntaxError",
          evalue: String((error as Error).message),
          traceback: [String((error as Error).message)],
        },
      };
    }
    this.stripped.set(name, stripped);
    documents?.commit(source);
    const outcome = await this.evaluator.evaluate(stripped.script, scriptName(name));
    if (outcome.kind === "value") return outcome;
    if (outcome.kind === "error") return { kind: "error", report: this.report(outcome.error) };
    const ename = "KeyboardInterrupt";
    return {
      kind: "error",
      report: { ename, evalue: "", traceback: [`\x1b[31m${ename}\x1b[39m: the cell was interrupted`] },
    };
  }

  /** An error of a cell or of its callbacks, with frames that name the cell's own lines. */
  report(error: unknown): ErrorReport {
    return reportError(
      error,
      (cell, line, column) => this.stripped.get(cell)?.position(line, column) ?? { line, column },
    );
  }
}

async function checkTypes(
  documents: CellDocuments,
  source: CellSource,
  name: string,
): Promise<ErrorReport | undefined> {
  const diagnostics = await documents.check(source);
  const first = diagnostics[0];
  if (!first) return undefined;
  return {
    ename: "TypeCheckError",
    evalue: `TS${first.code}: ${first.message}`,
    traceback: diagnostics.map((diagnostic) => codeFrame(name, source.code, diagnostic)),
  };
}

function syntaxReport(name: string, code: string, error: CellSyntaxError): ErrorReport {
  const start = lineAndCharacter(code, error.offset);
  const frame = codeFrame(name, code, {
    code: 0,
    message: `SyntaxError: ${error.message}`,
    start,
    end: start,
  });
  return { ename: "SyntaxError", evalue: error.message, traceback: [frame] };
}
