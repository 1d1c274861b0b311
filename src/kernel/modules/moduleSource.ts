// Compiles a local module and finds its imports, so that each can be replaced by the address of its module.
import { basename, extname } from "node:path";
import { pathToFileURL } from "node:url";
import { parseSync } from "oxc-parser";
import { Lines } from "../language/cursor.js";
import type { Edit } from "../source/editedText.js";
import { compile, compileCommonJs, helpers, type SourceText } from "../source/transform.js";
import type { CompilerSettings } from "./project.js";

/** A static import, or an export from another module. */
export interface ModuleImport {
  /** Range of the specifier with its quotes. */
  readonly start: number;
  readonly end: number;
  /** Range of the import attributes, empty at `end` without any. */
  readonly attributesEnd: number;
  readonly specifier: string;
  /** Names that are imported, with "default". */
  readonly names: readonly string[];
  /** Range of `* as name`, which is replaced for CommonJS. */
  readonly star: { readonly start: number; readonly end: number } | undefined;
}

/** A compiled module. */
export interface ModuleSource {
  readonly code: string;
  readonly imports: readonly ModuleImport[];
  /** Edits of `import()` and `import.meta`. */
  readonly edits: readonly Edit[];
  /** Text behind the code: the functions that the edits call, and the source map. */
  readonly footer: string;
  /** True for a module with a variable at its top level, whose exports may change. */
  readonly hasVariables: boolean;
}

const languages: Record<string, SourceText["language"]> = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".js": "js",
  ".mjs": "js",
  ".jsx": "jsx",
};
const here = new URL("./moduleScope.js", import.meta.url).href;
const decorators = new URL("../source/decorators.js", import.meta.url).href;

/**
 * Compiles an ES module.
 * @throws {SyntaxError} with path and line of the error in its message
 */
export function moduleSource(file: string, text: string, settings: CompilerSettings): ModuleSource {
  const { code, map } = atFile(file, text, () => compile(sourceText(file, text), settings));
  const parsed = parseSync(`${basename(file)}.mjs`, code, { sourceType: "module", lang: "js" });
  const { module } = parsed;
  const statements = parsed.program.body;
  const edits = [
    ...module.dynamicImports.map(({ start }) => ({
      start,
      end: start + "import".length,
      text: "__importHere",
    })),
    ...module.importMetas.map(({ start, end }) => ({ start, end, text: "__metaHere()" })),
  ];
  const path = JSON.stringify(file);
  const footer = [
    ...(edits.length > 0
      ? [
          `import { importFrom as __importFrom, metaOf as __metaOf } from ${JSON.stringify(here)};`,
          `function __importHere(specifier, options) { return __importFrom(${path}, specifier, options); }`,
          `function __metaHere() { return __metaOf(import.meta, ${path}); }`,
        ]
      : []),
    ...(code.includes(`${helpers}.`)
      ? [`import { decoratorHelpers as ${helpers} } from ${JSON.stringify(decorators)};`]
      : []),
    inlineMap(map(), file),
  ];
  return {
    code,
    imports: importsOf(module, code),
    edits,
    footer: `\n${footer.join("\n")}`,
    hasVariables: statements.some((statement) => {
      const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
      return declared?.type === "VariableDeclaration" && declared.kind !== "const";
    }),
  };
}

/**
 * Compiles a file with CommonJS in TypeScript.
 * @throws {SyntaxError} with path and line of the error in its message
 */
export function commonJsSource(file: string, text: string, settings: CompilerSettings): string {
  const { code, map } = atFile(file, text, () => compileCommonJs(sourceText(file, text), settings));
  return `${code}\n${inlineMap(map(), file)}`;
}

/** Returns JSON as a module. The value is the default export, and each property of an object is a named export. */
export function jsonSource(file: string, text: string): ModuleSource {
  const value = parseJson(file, text);
  const keys = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const named = keys.filter((key) => key !== "default" && !/\p{Surrogate}/u.test(key));
  const code = [
    `const value = JSON.parse(${JSON.stringify(JSON.stringify(value))});`,
    "export default value;",
    ...named.map(
      (key, i) => `const _${i} = value[${JSON.stringify(key)}]; export { _${i} as ${JSON.stringify(key)} };`,
    ),
  ].join("\n");
  return { code, imports: [], edits: [], footer: "", hasVariables: false };
}

/** Parses the JSON of a file. */
export function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new SyntaxError(`${file}: expected JSON, found: ${(error as Error).message}; correct the file.`);
  }
}

function sourceText(file: string, text: string): SourceText {
  return { file, text, language: languages[extname(file)] ?? "js", keepImports: false };
}

function atFile<T>(file: string, text: string, compiled: () => T): T {
  try {
    return compiled();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { offset, line, column } = error as SyntaxError & {
      offset?: number;
      line?: number;
      column?: number;
    };
    const at = offset === undefined ? undefined : new Lines(text).position(offset);
    const place = at
      ? { line: at.line + 1, column: at.character }
      : { line: line ?? 1, column: (column ?? 1) - 1 };
    const location = { file, ...place, lineText: text.split("\n")[place.line - 1] ?? "" };
    const found = text.slice(offset).match(/^(?:[\w$]+|\S)/)?.[0];
    // oxc does not name the token.
    const problem =
      error.message === "Unexpected token" && found ? `Unexpected token "${found}"` : error.message;
    const message = `${file}:${place.line}:${place.column + 1}: ${problem}`;
    // esbuild has the same form for its errors. The error report shows the line.
    throw Object.assign(new SyntaxError(message), { errors: [{ text: problem, location }] });
  }
}

function inlineMap(map: object, file: string): string {
  const payload = { ...map, sources: [pathToFileURL(file).href], sourceRoot: undefined };
  const base64 = Buffer.from(JSON.stringify(payload)).toString("base64");
  return `//# sourceMappingURL=data:application/json;base64,${base64}`;
}

type ModuleRecord = ReturnType<typeof parseSync>["module"];

function importsOf({ staticImports, staticExports }: ModuleRecord, code: string): ModuleImport[] {
  const found: ModuleImport[] = staticImports.map(({ moduleRequest, entries, end }) => {
    const star = entries.find(({ importName }) => importName.kind === "NamespaceObject");
    return {
      ...rangeOf(moduleRequest, code, end),
      names: entries.flatMap(({ importName }) => {
        if (importName.kind === "Default") return ["default"];
        return importName.kind === "Name" ? [importName.name!] : [];
      }),
      star: star && starRange(code, star.localName.start, star.localName.end),
    };
  });
  for (const { entries, end } of staticExports) {
    const first = entries.find(({ moduleRequest }) => moduleRequest);
    if (!first?.moduleRequest) continue;
    const star = entries.find(({ importName }) => importName.kind === "All");
    found.push({
      ...rangeOf(first.moduleRequest, code, end),
      names: entries.flatMap(({ importName }) => (importName.kind === "Name" ? [importName.name!] : [])),
      star: star && starRange(code, star.exportName.start!, star.exportName.end!),
    });
  }
  return found;
}

function rangeOf({ start, end }: { start: number; end: number }, code: string, attributesEnd: number) {
  const specifier = code.slice(start + 1, end - 1);
  return {
    start,
    end,
    attributesEnd: code[attributesEnd - 1] === ";" ? attributesEnd - 1 : attributesEnd,
    specifier,
  };
}

/** Returns the range of `* as name`. */
function starRange(code: string, name: number, end: number): { start: number; end: number } {
  return { start: code.lastIndexOf("*", name), end };
}
