// TypeScript to JavaScript without checking, by esbuild's native binary, with a source map to name lines by.
import { SourceMap } from "node:module";
import { transformSync } from "esbuild";

export interface StrippedCell {
  readonly script: string;
  /** The line of the cell (from 1) that a line of the script (from 1) and its column (from 1) came from. */
  position(line: number, column: number): { line: number; column: number };
}

/** Strips types, and lowers what this Node has not yet: decorators, `using`. */
export function stripTypes(script: string): StrippedCell {
  const { code, map } = transformSync(script, {
    loader: "ts",
    target: "node20",
    sourcemap: "external",
    sourcefile: "cell.ts",
    tsconfigRaw: {
      compilerOptions: { verbatimModuleSyntax: true, experimentalDecorators: false, target: "esnext" },
    },
  });
  const sourceMap = new SourceMap(JSON.parse(map));
  return {
    script: code,
    position(line, column) {
      const entry = sourceMap.findEntry(line - 1, column - 1);
      if (!("originalLine" in entry)) return { line, column };
      return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
    },
  };
}
