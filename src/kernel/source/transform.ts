// Compiles TypeScript and JSX to JavaScript without type checking. oxc does that in this process. Standard decorators,
// `accessor`, `using` and CommonJS with TypeScript's syntax go to esbuild, which costs a round trip to another process.
import { createRequire, type SourceMapPayload } from "node:module";
import { type HelperMode, transformSync as oxc, type TransformOptions } from "oxc-transform";
import type { CompilerSettings, JsxSettings } from "../modules/project.js";
import { checkNesting } from "./nesting.js";

/** A source and its language. */
export interface SourceText {
  /** Path in error messages and in the source map. */
  readonly file: string;
  readonly text: string;
  readonly language: "ts" | "tsx" | "js" | "jsx";
  /** Keeps imports whose names are used as types only. */
  readonly keepImports: boolean;
}

/** JavaScript. Its source map is computed at the first use. */
export interface Compiled {
  readonly code: string;
  map(): SourceMapPayload;
}

/** Name of the object with the functions that compiled decorators call. */
export const helpers = "__decorators";
/** oxc's name of that object. It has the same length, so that the source map stays right. */
const helpersOfOxc = "babelHelpers";

const newSyntax = /@|\b(?:using|accessor)\b/;
const autoAccessor = /\baccessor\s/;
const require = createRequire(import.meta.url);

/**
 * Compiles a source to an ES module of JavaScript.
 * @throws {SyntaxError} for an error of syntax, with its position as `offset`, or for code that is nested too deeply
 */
export function compile(source: SourceText, settings: CompilerSettings): Compiled {
  const { text } = source;
  checkNesting(text);
  // Code that only mentions the new syntax takes the slower path to the same result.
  if (newSyntax.test(text) && !onlyLegacy(text, settings)) return byEsbuild(source, settings, "esm");
  const { code, map, errors } = oxc(source.file, text, oxcOptions(source, settings));
  const error = errors.find(({ severity }) => severity === "Error");
  if (error) throw Object.assign(new SyntaxError(error.message), { offset: error.labels[0]?.start ?? 0 });
  const named = settings.legacyDecorators ? code.replaceAll(`${helpersOfOxc}.`, `${helpers}.`) : code;
  return { code: named, map: () => map as unknown as SourceMapPayload };
}

/** Compiles a source of CommonJS, such as a file with the extension `.cts`. */
export function compileCommonJs(source: SourceText, settings: CompilerSettings): Compiled {
  return byEsbuild(source, settings, "cjs");
}

function onlyLegacy(text: string, { legacyDecorators }: CompilerSettings): boolean {
  return legacyDecorators && !/\busing\b/.test(text) && !autoAccessor.test(text);
}

function oxcOptions(
  { text, language, keepImports }: SourceText,
  settings: CompilerSettings,
): TransformOptions {
  const { defineFields, legacyDecorators, decoratorMetadata } = settings;
  return {
    lang: language,
    sourceType: "module",
    target: "esnext",
    sourcemap: true,
    typescript: {
      onlyRemoveTypeImports: keepImports || settings.verbatimImports,
      removeClassFieldsWithoutInitializer: !defineFields,
    },
    assumptions: { setPublicClassFields: !defineFields },
    ...(legacyDecorators ? { decorator: { legacy: true, emitDecoratorMetadata: decoratorMetadata } } : {}),
    ...(language.endsWith("x") ? { jsx: jsxOptions(text, settings.jsx) } : {}),
    // The enumeration has no value at run time.
    helpers: { mode: "External" as HelperMode },
  };
}

function jsxOptions(
  text: string,
  { runtime, importSource, factory, fragmentFactory, development }: JsxSettings,
) {
  if (isClassic(text, runtime))
    return { runtime: "classic" as const, pragma: factory, pragmaFrag: fragmentFactory, development };
  return { runtime: "automatic" as const, importSource, development };
}

/** Returns true for the classic runtime. A file asks for it by `@jsx h`, too. */
function isClassic(text: string, runtime: JsxSettings["runtime"]): boolean {
  return /\/\*\*[\s\S]*?@jsx\s/.test(text) || (runtime === "classic" && !/@jsxImportSource\s/.test(text));
}

function byEsbuild(
  { file, text, language, keepImports }: SourceText,
  settings: CompilerSettings,
  format: "esm" | "cjs",
): Compiled {
  const { jsx, defineFields } = settings;
  const esbuild = require("esbuild") as typeof import("esbuild");
  const { code, map } = located(() =>
    esbuild.transformSync(text, {
      loader: language,
      target: "node20",
      sourcemap: "external",
      sourcefile: file,
      ...(format === "cjs" ? { format } : {}),
      tsconfigRaw: {
        compilerOptions: {
          verbatimModuleSyntax: keepImports || settings.verbatimImports,
          experimentalDecorators: settings.legacyDecorators,
          useDefineForClassFields: defineFields,
          target: "esnext",
        },
      },
      jsx: jsx.runtime === "automatic" ? "automatic" : "transform",
      jsxImportSource: jsx.importSource,
      jsxFactory: jsx.factory,
      jsxFragment: jsx.fragmentFactory,
      jsxDev: jsx.development,
      logLevel: "silent",
    }),
  );
  return { code, map: () => JSON.parse(map) as SourceMapPayload };
}

/** Runs esbuild and turns its failure into a syntax error with a position. */
function located<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    const [first] = (error as Partial<import("esbuild").TransformFailure>).errors ?? [];
    if (!first) throw error;
    const { line = 1, column = 0 } = first.location ?? {};
    throw Object.assign(new SyntaxError(first.text), { line, column: column + 1 });
  }
}
