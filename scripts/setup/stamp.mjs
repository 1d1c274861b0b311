// Skips steps whose inputs are unchanged, so that a second start takes seconds. A stamp in .cache/setup holds the digest
// of a step's inputs.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./command.mjs";

const folder = join(root, ".cache", "setup");

/** Returns a digest of files (by content) and of further strings. */
export function digest(files, ...more) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(existsSync(file) ? readFileSync(file) : "missing");
  for (const text of more) hash.update(text);
  return hash.digest("hex");
}

/** Returns every file below a folder, sorted. Skips folders that a build or npm made. */
export function filesBelow(directory) {
  return readdirSync(directory)
    .filter((name) => name !== "dist" && name !== "node_modules")
    .sort()
    .flatMap((name) => {
      const path = join(directory, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
}

/** Does a step unless its result exists and was made from the same inputs. */
export async function once(name, { inputs, result }, work) {
  const file = join(folder, name);
  if (existsSync(result) && existsSync(file) && readFileSync(file, "utf8") === inputs) return;
  await work();
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, inputs);
}
