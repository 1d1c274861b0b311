// TypeScript to JavaScript without checking, by esbuild's native binary, with the way back by its source map.
import { SourceMap } from "node:module";
import { transformSync } from "esbuild";
import { lineAndCharacter, offsetAt } from "../language/cursor.js";
import type { Dialect } from "../language/projectConfig.js";
import type { EditedText } from "./editedText.js";

/**
 * Strips types, and lowers what this Node has not yet: decorators, `using`.
 * @throws {Error} of esbuild, where it takes for an error what the parser let pass.
 */
export function stripTypes(source: string, dialect: Dialect): EditedText {
  const { code, map } = transformSync(source, {
    loader: "ts",
    target: "node20",
    sourcemap: "external",
    sourcefile: "cell.ts",
    tsconfigRaw: {
      compilerOptions: {
        verbatimModuleSyntax: true,
        experimentalDecorators: dialect === "tslab",
        target: "esnext",
      },
    },
    logLevel: "silent",
  });
  let sourceMap: SourceMap | undefined;
  return {
    text: code,
    origin(offset) {
      sourceMap ??= new SourceMap(JSON.parse(map));
      const { line, character } = lineAndCharacter(code, offset);
      const entry = sourceMap.findEntry(line, character);
      return "originalLine" in entry ? offsetAt(source, entry.originalLine, entry.originalColumn) : 0;
    },
  };
}
