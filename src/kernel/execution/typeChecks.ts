// Checks the types of a cell and of the local modules that it imports. An error report names cell or file, and line.
import type { CellDocuments } from "../language/cellDocuments.js";
import { codeFrame } from "../language/codeFrame.js";
import type { Diagnostic } from "../language/diagnostics.js";
import type { Dialect } from "../language/projectConfig.js";
import { ServerEndedError } from "../language/server.js";
import type { Importer } from "../modules/importer.js";
import type { CellSource } from "../source/cellSource.js";
import type { ErrorReport } from "./errorReport.js";

const checked = /(?<!\.d)\.[cm]?tsx?$/;

/** Checks types before code runs. */
export class TypeChecks {
  /** Versions of the local modules that have no type errors, by path. */
  private readonly clean = new Map<string, string>();

  constructor(
    private readonly documents: CellDocuments,
    private readonly importer: Importer,
  ) {}

  /**
   * Returns the type errors of a cell, or else those of the local modules that it imports, or undefined.
   * @throws {Error} for a local module that is not found or has an error of syntax
   */
  async ofCell(source: CellSource, name: string, dialect: Dialect): Promise<ErrorReport | undefined> {
    try {
      return await this.check(source, name, dialect);
    } catch (error) {
      // The server may have ended before the cell. A cell that ends it fails.
      if (error instanceof ServerEndedError) return this.check(source, name, dialect);
      throw error;
    }
  }

  private async check(source: CellSource, name: string, dialect: Dialect): Promise<ErrorReport | undefined> {
    const { files, failure } = this.importer.localFiles(source.imports);
    const errors = await this.documents.check(source, dialect, [...files.keys()]);
    if (errors.length > 0) return report(errors, (error) => codeFrame(name, source.code, error));
    if (failure) throw failure.error;
    for (const [file, version] of files) {
      const key = `${dialect} ${version}`;
      if (this.clean.get(file) === key) continue;
      const found = await this.ofFile(file);
      if (found) return found;
      this.clean.set(file, key);
    }
    return undefined;
  }

  /** Returns the type errors of a local module, or undefined. */
  async ofFile(file: string): Promise<ErrorReport | undefined> {
    if (!checked.test(file) || file.includes("/node_modules/")) return undefined;
    const errors = await this.documents.checkFile(file, (specifier) => this.importer.isImportable(specifier));
    if (errors.length === 0) return undefined;
    const text = this.importer.local.read(file);
    return report(errors, (error) => codeFrame(file, text, error));
  }
}

function report(errors: readonly Diagnostic[], frame: (error: Diagnostic) => string): ErrorReport {
  const [first] = errors as [Diagnostic];
  return {
    ename: "TypeCheckError",
    evalue: `TS${first.code}: ${first.message}`,
    traceback: errors.map(frame),
  };
}
