// Virtual tsconfig.json of the notebook: defaults that suit a notebook, then the tsconfig.json of the notebook's folder
// if it exists, then the settings that cells need.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Rules of the type checker. "tslab" is without `strict`, for notebooks that import tslab. */
export type Dialect = "typescript" | "tslab";

const globals = fileURLToPath(new URL("../execution/globals.d.ts", import.meta.url));

/** Settings that the notebook's own tsconfig.json may change. */
const defaults = {
  target: "esnext",
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

/** Returns the texts of the configuration's files by name, in the order in which the server must get them. */
export function projectConfig(folder: string, prefix: string, dialect: Dialect): Map<string, string> {
  const files = new Map<string, string>();
  const bases = [`${prefix}defaults.json`];
  const lenient = dialect === "tslab" ? { strict: false, experimentalDecorators: true } : {};
  files.set(bases[0]!, JSON.stringify({ compilerOptions: { ...defaults, ...lenient } }));
  const own = ownConfig(folder);
  if (own !== undefined) {
    bases.push(`${prefix}own.json`);
    files.set(bases[1]!, own);
  }
  const config = {
    extends: bases.map((name) => `./${name}`),
    compilerOptions: fixed,
    files: [globals],
    include: [`${prefix}*.mts`],
  };
  files.set("tsconfig.json", JSON.stringify(config));
  return files;
}

function ownConfig(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, "tsconfig.json"), "utf8");
  } catch {
    return undefined;
  }
}
