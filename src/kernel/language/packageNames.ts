// Names of modules in packages, as an import has them. The server names a file by its path in the package.
import { readFileSync } from "node:fs";

interface PackageJson {
  readonly main?: unknown;
  readonly types?: unknown;
  readonly typings?: unknown;
  readonly exports?: unknown;
}

/** Matches a quoted path of a file in a package: quote, folder of the package, its name, and the rest. */
const quoted = /(["'])([^"'\n]*\/node_modules\/)((?:@[^/"'\n]+\/)?[^/"'\n]+)((?:\/[^"'\n]+)?)\1/g;

/** Returns a text of the server with the specifiers of modules in place of their paths. */
export function withPackageNames(text: string): string {
  return text.replace(quoted, (_, quote: string, folder: string, name: string, rest: string) => {
    const file = withoutExtension(rest);
    const entry = entryOf(`${folder}${name}`, file) ?? file;
    return `${quote}${name.replace(/^@types\//, "")}${entry}${quote}`;
  });
}

/** Returns the entry of a package that is a file, such as "" or "/data", or undefined for a file that is no entry. */
function entryOf(folder: string, file: string): string | undefined {
  const { main, types, typings, exports } = packageJson(folder);
  const isFile = (target: unknown) =>
    typeof target === "string" && withoutExtension(target.replace(/^(?:\.\/)?/, "/")) === file;
  const entries: [string, unknown][] = isPathMap(exports) ? Object.entries(exports) : [[".", exports]];
  entries.unshift([".", [types, typings, main ?? "index.js"]]);
  return entries.find(([, entry]) => targets(entry).some(isFile))?.[0].slice(1);
}

/** Returns the files of an entry under all conditions. */
function targets(entry: unknown): unknown[] {
  return typeof entry === "object" && entry !== null ? Object.values(entry).flatMap(targets) : [entry];
}

/** Returns true for `exports` with an object of entries. */
function isPathMap(exports: unknown): exports is Record<string, unknown> {
  return (
    typeof exports === "object" && exports !== null && Object.keys(exports).some((key) => key.startsWith("."))
  );
}

function packageJson(folder: string): PackageJson {
  try {
    return JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as PackageJson;
  } catch {
    return {};
  }
}

function withoutExtension(path: string): string {
  return path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "").replace(/\.d$/, "");
}
