// Reads the tsconfig.json of a notebook: the file in its folder or in the nearest folder above, with all that it extends.
// The type checker and the compilation of cells and local modules obey the same options.
import { existsSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { createPathsMatcher, findTsconfig, getTsconfig, type TsConfigResult } from "get-tsconfig";
import type { JsonObject } from "../host/json.js";

/** Compilation of decorators, class fields, JSX and imports. */
export interface CompilerSettings {
  /** TypeScript's experimental decorators instead of the standard ones. Default: false. */
  readonly legacyDecorators: boolean;
  /** Add the types of decorated members as metadata, which reflect-metadata reads. Default: false. */
  readonly decoratorMetadata: boolean;
  /** Define class fields as the standard does, instead of by assignment. Default: true. */
  readonly defineFields: boolean;
  /** Keep imports whose names are used as types only. Default: false. */
  readonly verbatimImports: boolean;
  readonly jsx: JsxSettings;
}

/** Compilation of JSX. */
export interface JsxSettings {
  /** "automatic" imports the runtime of `importSource`. "classic" calls `factory`. */
  readonly runtime: "automatic" | "classic";
  /** Package with the JSX runtime, such as "react". */
  readonly importSource: string;
  /** Function that makes an element, such as "React.createElement". */
  readonly factory: string;
  /** Component that makes a fragment, such as "React.Fragment". */
  readonly fragmentFactory: string;
  /** Add file and line to each element. */
  readonly development: boolean;
  /** True if no option and no installed package decides. */
  readonly isGuess: boolean;
}

/** Options of a notebook. */
export interface Project {
  /** Path of the tsconfig.json, or undefined without one. */
  readonly file: string | undefined;
  /** `compilerOptions` for the type checker, with absolute paths. Those of `jsx` are complete. */
  readonly compilerOptions: JsonObject;
  /** Absolute glob patterns of the declaration files that belong to the project. */
  readonly declarations: readonly string[];
  readonly settings: CompilerSettings;
  /** Returns the paths at which `paths` and `baseUrl` look for a module. */
  candidates(specifier: string): string[];
}

/** Settings of a notebook without a tsconfig.json in a folder with React. */
export const defaultSettings: CompilerSettings = settingsOf({}, false);

/** The options of one notebook. */
export class NotebookProject {
  private known: Project | undefined;
  private state: { file: string; jsx: string | undefined } = { file: "", jsx: undefined };

  /** @param folder folder of the notebook */
  constructor(private readonly folder: string) {}

  /** Returns the options of the last refresh. */
  current(): Project {
    return this.known ?? this.refresh(true);
  }

  /**
   * Returns the options after an edit of the file. The same object returns as long as nothing changes.
   * @param widely whether to look also in the folders above for a new file, and for a JSX runtime that was installed. A
   * look at one file takes 20 µs, and this runs before each cell.
   */
  refresh(widely: boolean): Project {
    if (this.known && !widely) {
      const file = this.known.file ?? join(this.folder, "tsconfig.json");
      if (`${file} ${changeTime(file)}` === this.state.file) return this.known;
    }
    const state = { file: configState(this.folder), jsx: jsxPackage(this.folder) };
    if (this.known && isDeepStrictEqual(this.state, state)) return this.known;
    this.known = readProject(this.folder);
    this.state = state;
    return this.known;
  }
}

/** Returns path and time of the nearest tsconfig.json. Without one the path is that in the folder. */
function configState(folder: string): string {
  for (let place = folder; ; place = dirname(place)) {
    const file = join(place, "tsconfig.json");
    const time = changeTime(file);
    if (time !== undefined) return `${file} ${time}`;
    if (place === dirname(place)) return `${join(folder, "tsconfig.json")} ${undefined}`;
  }
}

function changeTime(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function readProject(folder: string): Project {
  let found: TsConfigResult | null;
  try {
    found = getTsconfig(folder);
  } catch (error) {
    throw new Error(
      `tsconfig.json: ${(error as Error).message} Correct "extends" of ${findTsconfig(folder)}.`,
    );
  }
  const own = { ...found?.config.compilerOptions } as JsonObject;
  const base = found ? dirname(found.path) : folder;
  const jsx = jsxOptions(own, folder);
  const matcher = found && createPathsMatcher(found);
  return {
    file: found?.path,
    compilerOptions: { ...absolute(own, base), ...jsx },
    declarations: declarationPatterns(found, folder),
    settings: settingsOf({ ...own, ...jsx }, own.jsx === undefined && !jsxPackage(folder)),
    candidates: (specifier) => matcher?.(specifier) ?? [],
  };
}

/** Resolves the paths in options. TypeScript 7 has no `baseUrl`, so that `paths` takes its place. */
function absolute({ baseUrl, ...options }: JsonObject, base: string): JsonObject {
  const root = resolve(base, typeof baseUrl === "string" ? baseUrl : ".");
  const paths = { ...(options.paths as Record<string, string[]> | undefined) };
  if (baseUrl !== undefined) paths["*"] ??= ["./*"];
  const targets = Object.entries(paths).map(([key, all]) => [key, all.map((one) => resolve(root, one))]);
  const lists = ["typeRoots", "rootDirs"].flatMap((key) =>
    Array.isArray(options[key]) ? [[key, (options[key] as string[]).map((one) => resolve(base, one))]] : [],
  );
  return {
    ...options,
    ...Object.fromEntries(lists),
    ...(targets.length > 0 ? { paths: Object.fromEntries(targets) } : {}),
  };
}

/** Returns patterns of declaration files: beside the notebook, and what the tsconfig.json includes. */
function declarationPatterns(found: TsConfigResult | null, folder: string): string[] {
  const beside = join(folder, "*.d.ts");
  if (!found) return [beside];
  const { files, include } = found.config;
  const base = dirname(found.path);
  const patterns = include ?? (files ? [] : ["**/*"]);
  const declared = [...patterns.map(declarationPattern), ...(files ?? [])].filter((one) =>
    one.endsWith(".d.ts"),
  );
  return [...new Set([beside, ...declared.map((one) => (isAbsolute(one) ? one : join(base, one)))])];
}

function declarationPattern(pattern: string): string {
  if (pattern.endsWith(".d.ts")) return pattern;
  const end = pattern.split("/").at(-1)!;
  if (end === "*" || end === "**")
    return `${pattern.replace(/\/?\*\*?$/, "") || "."}/${end === "**" ? "**/" : ""}*.d.ts`;
  if (/\*\.[cm]?tsx?$|\*\.\*$/.test(end)) return pattern.replace(/\.[^./]+$/, ".d.ts");
  return end.includes(".") ? pattern : `${pattern}/**/*.d.ts`;
}

/** Returns the complete options of JSX: those of the file, or else those of an installed package. */
function jsxOptions(own: JsonObject, folder: string): JsonObject {
  if (own.jsx !== undefined) return { jsx: own.jsx };
  if (own.jsxFactory !== undefined) return { jsx: "react" };
  const source = (own.jsxImportSource as string | undefined) ?? jsxPackage(folder);
  if (source) return { jsx: "react-jsx", jsxImportSource: source };
  return { jsx: "react", jsxFactory: "h", jsxFragmentFactory: "Fragment" };
}

function settingsOf(options: JsonObject, isGuess: boolean): CompilerSettings {
  const text = (key: string, fallback: string) => (options[key] as string | undefined) ?? fallback;
  const namespace = text("reactNamespace", "React");
  const factory = text("jsxFactory", `${namespace}.createElement`);
  return {
    legacyDecorators: options.experimentalDecorators === true,
    decoratorMetadata: options.emitDecoratorMetadata === true,
    defineFields: (options.useDefineForClassFields as boolean | undefined) ?? definesFields(options.target),
    verbatimImports: options.verbatimModuleSyntax === true,
    jsx: {
      // "preserve" leaves JSX to a bundler. A notebook has none.
      runtime: options.jsx === "react" ? "classic" : "automatic",
      importSource: text("jsxImportSource", "react"),
      factory,
      fragmentFactory: text("jsxFragmentFactory", `${namespace}.Fragment`),
      development: options.jsx === "react-jsxdev",
      isGuess,
    },
  };
}

/** Returns TypeScript's default of `useDefineForClassFields`. */
function definesFields(target: unknown): boolean {
  const year = /^es(\d+)$/i.exec(String(target ?? "esnext"))?.[1];
  return year === undefined || Number(year) >= 2022;
}

/** Returns the installed package with a JSX runtime. */
function jsxPackage(folder: string): string | undefined {
  for (let place = folder; ; place = dirname(place)) {
    const found = ["react", "preact"].find((name) => existsSync(join(place, "node_modules", name)));
    if (found || place === dirname(place)) return found;
  }
}
