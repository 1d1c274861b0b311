// The notebook's tsconfig.json as the language server is told it (it is never written): defaults that suit a
// notebook, over them the tsconfig.json of the notebook's folder if there is one, and what the cells need.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** `tslab` is how tslab checks, without `strict`; a notebook that imports it was written for that. */
export type Dialect = "typescript" | "tslab";

const globals = fileURLToPath(new URL("../execution/globals.d.ts", import.meta.url));

/** What a notebook's own tsconfig.json may change. */
const defaults = {
  target: "esnext",
  strict: true,
  allowJs: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  skipLibCheck: true,
};

/** What holds in every notebook: how its imports are resolved. */
const fixed = {
  module: "preserve",
  moduleResolution: "bundler",
  allowImportingTsExtensions: true,
  noEmit: true,
  composite: false,
  declaration: false,
  isolatedDeclarations: false,
};

/** The files of the configuration by name, in the order to show them to the server. */
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
