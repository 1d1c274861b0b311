// Virtual tsconfig.json of the notebook: defaults that suit a notebook, then the tsconfig.json of the notebook's folder
// if it exists, then the settings that cells need.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { standardLibrary, webGlobals } from "./nodeTypes.js";

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
  noEmit: true,
  composite: false,
  declaration: false,
  isolatedDeclarations: false,
};

/**
 * Returns the texts of the configuration's files by name, in the order in which the server must get them. For an open
 * file that is in no project, the server loads the projects of all folders above it. To avoid that, the project comes
 * first and has all these files.
 */
export function projectConfig(folder: string, prefix: string, dialect: Dialect): Map<string, string> {
  const lenient = dialect === "tslab" ? { strict: false, experimentalDecorators: true } : {};
  const bases = new Map([
    [`${prefix}defaults.json`, JSON.stringify({ compilerOptions: { ...defaults, ...lenient } })],
  ]);
  const own = ownConfig(folder);
  if (own !== undefined) bases.set(`${prefix}own.json`, own);
  const config = {
    extends: [...bases.keys()].map((name) => `./${name}`),
    compilerOptions: fixed,
    files: [globals, webGlobals, "tsconfig.json", ...bases.keys()],
    include: [`${prefix}*.mts`],
  };
  return new Map([["tsconfig.json", JSON.stringify(config)], ...bases]);
}

function ownConfig(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, "tsconfig.json"), "utf8");
  } catch {
    return undefined;
  }
}
