// Turns TypeScript into JavaScript without type checking. oxc does that in this process. Cells with syntax that this
// Node does not have and oxc does not lower go to esbuild, which costs a round trip to another process.
import { SourceMap, type SourceMapPayload } from "node:module";
import { transformSync as esbuild } from "esbuild";
import { transformSync as oxc } from "oxc-transform";
import { Lines } from "../language/cursor.js";
import type { Dialect } from "../language/projectConfig.js";
import type { EditedText } from "./editedText.js";

/** Matches decorators, `using` and `accessor`. Code that only mentions them takes the slower path to the same result. */
const newSyntax = /@|\b(?:using|accessor)\b/;

/**
 * Strips types and lowers decorators and `using`.
 * @throws {Error} for an error that the stripper finds and the parser does not
 */
export function stripTypes(source: string, dialect: Dialect): EditedText {
  const { code, map } = newSyntax.test(source) ? lowered(source, dialect) : stripped(source);
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

interface Stripped {
  readonly code: string;
  readonly map: () => SourceMapPayload;
}

function stripped(source: string): Stripped {
  const { code, map, errors } = oxc("cell.ts", source, {
    lang: "ts",
    sourceType: "module",
    target: "esnext",
    sourcemap: true,
    typescript: { onlyRemoveTypeImports: true },
  });
  if (errors[0]) throw new SyntaxError(errors[0].message);
  return { code, map: () => map as unknown as SourceMapPayload };
}

function lowered(source: string, dialect: Dialect): Stripped {
  const { code, map } = esbuild(source, {
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
  return { code, map: () => JSON.parse(map) as SourceMapPayload };
}
