// Turns the TypeScript of a cell into JavaScript that keeps the way back to the cell.
import { SourceMap } from "node:module";
import { Lines } from "../language/cursor.js";
import type { CompilerSettings } from "../modules/project.js";
import type { EditedText } from "./editedText.js";
import { compile } from "./transform.js";

/**
 * Strips types and compiles decorators, `using` and JSX.
 * @throws {SyntaxError} for an error that the compiler finds and the parser does not
 */
export function stripTypes(source: string, language: "ts" | "tsx", settings: CompilerSettings): EditedText {
  const { code, map } = compile(
    { file: `cell.${language}`, text: source, language, keepImports: true },
    settings,
  );
  // The script of each cell is kept, but a parsed map is large and read only for the frames of an error.
  let kept: WeakRef<{ map: SourceMap; from: Lines; to: Lines }> | undefined;
  return {
    text: code,
    origin(offset) {
      const way = kept?.deref() ?? {
        map: new SourceMap(map()),
        from: new Lines(code),
        to: new Lines(source),
      };
      kept = new WeakRef(way);
      const { line, character } = way.from.position(offset);
      const entry = way.map.findEntry(line, character);
      return "originalLine" in entry ? way.to.offset(entry.originalLine, entry.originalColumn) : 0;
    },
  };
}
