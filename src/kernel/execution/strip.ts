// TypeScript to JavaScript without checking, by esbuild's native binary, with a source map to name lines by.
import { SourceMap } from "node:module";
import { transform } from "esbuild";
import type { ScriptPosition } from "./cellFrames.js";

export interface StrippedCell {
  readonly script: string;
  readonly position: ScriptPosition;
}

/** Strips types, and lowers what this Node has not yet: decorators, `using`. */
export async function stripTypes(script: string): Promise<StrippedCell> {
  const { code, map } = await transform(script, {
    loader: "ts",
    target: "node20",
    sourcemap: "external",
    sourcefile: "cell.ts",
    logLevel: "silent",
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, target: "esnext" } },
  });
  let sourceMap: SourceMap | undefined;
  return {
    script: code,
    position(line, column) {
      sourceMap ??= new SourceMap(JSON.parse(map));
      const entry = sourceMap.findEntry(line - 1, column - 1);
      if (!("originalLine" in entry)) return { line, column };
      return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
    },
  };
}
