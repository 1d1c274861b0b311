// Types of the running Node: the part of the standard library that its V8 has, and @types/node without the globals that
// it lacks. The type check refuses the rest, because a cell that uses it would fail.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Types of the web globals that @types/node declares in modules only. */
const webGlobals = fileURLToPath(new URL("../execution/webGlobals.d.ts", import.meta.url));
/** Name of the file in the notebook's folder by which the server gets them. */
export const webGlobalsName = "web.d.ts";

/** Standard library of the oldest Node that the kernel runs on. */
const oldest = "es2023";

/** Parts of the standard library by a member of each that came to V8 last. */
const parts: Readonly<Record<string, () => boolean>> = {
  "es2024.arraybuffer": () => has("ArrayBuffer.prototype.transferToFixedLength"),
  "es2024.collection": () => has("Map.groupBy"),
  "es2024.object": () => has("Object.groupBy"),
  "es2024.promise": () => has("Promise.withResolvers"),
  "es2024.regexp": () => has("RegExp.prototype.unicodeSets"),
  "es2024.sharedmemory": () => has("Atomics.waitAsync") && has("SharedArrayBuffer.prototype.grow"),
  "es2024.string": () => has("String.prototype.toWellFormed"),
  "es2025.collection": () => has("Set.prototype.isDisjointFrom"),
  "es2025.float16": () => has("Float16Array") && has("Math.f16round"),
  "es2025.intl": () => has("Intl.DurationFormat"),
  "es2025.iterator": () => has("Iterator.prototype.flatMap"),
  "es2025.promise": () => has("Promise.try"),
  "es2025.regexp": () => has("RegExp.escape"),
  "esnext.array": () => has("Array.fromAsync"),
  "esnext.collection": () => has("Map.prototype.getOrInsertComputed"),
  "esnext.date": () => has("Date.prototype.toTemporalInstant"),
  "esnext.decorators": () => has("Symbol.metadata"),
  "esnext.disposable": () => has("AsyncDisposableStack"),
  "esnext.error": () => has("Error.isError"),
  "esnext.intl": () => has("Temporal"),
  "esnext.sharedmemory": () => has("Atomics.pause"),
  "esnext.temporal": () => has("Temporal"),
  "esnext.typedarrays": () => has("Uint8Array.prototype.setFromHex"),
};

/** Returns the setting `lib` of TypeScript that has what this Node has. It is without the DOM of browsers. */
export function standardLibrary(): string[] {
  return [oldest, ...Object.keys(parts).filter((name) => parts[name]!())];
}

/**
 * Returns the files that declare Node's global variables, without those that this Node does not have. They are keyed
 * by path. Node has some of them behind a flag, and in later versions.
 * The notebook may have an @types/node of its own, mostly a newer one. The server reads both.
 * @param web path for the web globals, in the notebook's folder. At their own place the server would look for a project
 *   around them.
 */
export function nodeTypes(web: string): Map<string, string> {
  const folders = new Set([import.meta.url, web].flatMap(typesFor));
  const files = [...folders].flatMap((folder) => [
    join(folder, "globals.d.ts"),
    ...filesIn(join(folder, "web-globals")),
  ]);
  const shown = new Map([[web, ofThisNode(readFileSync(webGlobals, "utf8"))]]);
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const changed = ofThisNode(text);
    if (changed !== text) shown.set(file, changed);
  }
  return shown;
}

/** Returns declarations without the global variables that this Node does not have. */
function ofThisNode(text: string): string {
  const missing = [...text.matchAll(variable)]
    .map(([, name]) => name!)
    .filter((name) => !(name in globalThis));
  return text
    .replace(variable, (whole, name) => (missing.includes(name) ? "" : whole))
    .replace(instances, (whole, name) => (missing.includes(name) ? "" : whole));
}

/** Matches the declaration of a global variable. */
const variable = /^ *(?:declare )?var (\w+): .*?;$/gms;
/** Matches the declaration of a type of instances, which has the name of its constructor. */
const instances = /^ *interface (\w+) extends _\1 \{\}$/gm;

/** Returns the folder of the package @types/node that a file uses, or none. */
function typesFor(file: string): string[] {
  try {
    return [dirname(createRequire(file).resolve("@types/node/package.json"))];
  } catch {
    return [];
  }
}

/** Returns the files of a folder. Old versions of @types/node lack the folder. */
function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** Returns true if the running Node has a global, such as `Array.prototype.at`. */
function has(path: string): boolean {
  let value: unknown = globalThis;
  for (const name of path.split(".")) {
    if (!(name in Object(value))) return false;
    // Members of a prototype may be getters that throw for it. The path ends with them.
    value = path.endsWith(`.${name}`) ? undefined : (value as Record<string, unknown>)[name];
  }
  return true;
}
