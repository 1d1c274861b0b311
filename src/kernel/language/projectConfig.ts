// Virtual tsconfig.json of the notebook: defaults that suit a notebook, then the options of the notebook's own
// tsconfig.json if it has one, then the settings that cells need.
import { fileURLToPath } from "node:url";
import type { Project } from "../modules/project.js";
import { standardLibrary, webGlobalsName } from "./nodeTypes.js";

/** Rules of the type checker. "tslab" is without `strict`, for notebooks that import tslab. */
export type Dialect = "typescript" | "tslab";

const globals = fileURLToPath(new URL("../execution/globals.d.ts", import.meta.url));

/** Settings that the notebook's own tsconfig.json may change. */
const defaults = {
  target: "esnext",
  lib: standardLibrary(),
  strict: true,
  allowJs: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  skipLibCheck: true,
};

/** Settings of every notebook, mostly on the resolution of imports. */
const fixed = {
  module: "preserve",
  moduleResolution: "bundler",
  allowImportingTsExtensions: true,
  esModuleInterop: true,
  allowSyntheticDefaultImports: true,
  noEmit: true,
  composite: false,
  declaration: false,
  isolatedDeclarations: false,
  // Cells also import modules that are elsewhere.
  rootDir: null,
};

/**
 * Returns the texts of the configuration's files by name, in the order in which the server must get them. For an open
 * file that is in no project, the server loads the projects of all folders above it. To avoid that, the project comes
 * first and has all these files.
 */
export function projectConfig(
  prefix: string,
  dialect: Dialect,
  project: Pick<Project, "compilerOptions" | "declarations">,
): Map<string, string> {
  const lenient = dialect === "tslab" ? { strict: false, experimentalDecorators: true } : {};
  const bases = new Map([
    [`${prefix}defaults.json`, JSON.stringify({ compilerOptions: { ...defaults, ...lenient } })],
    [`${prefix}own.json`, JSON.stringify({ compilerOptions: project.compilerOptions })],
  ]);
  const config = {
    extends: [...bases.keys()].map((name) => `./${name}`),
    compilerOptions: fixed,
    files: [globals, `${prefix}${webGlobalsName}`, "tsconfig.json", ...bases.keys()],
    include: [`${prefix}*.mts`, `${prefix}*.tsx`, ...project.declarations],
  };
  return new Map([["tsconfig.json", JSON.stringify(config)], ...bases]);
}
