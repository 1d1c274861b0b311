// Lays generated files out with the project's formatter.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { root } from "../setup/command.mjs";

const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");

/** Returns a file's text with sorted imports and the project's layout. @param path of the file in the project */
export function formatted(path, text) {
  const args = [biome, "check", "--write", `--stdin-file-path=${path}`];
  return execFileSync(process.execPath, args, { cwd: root, input: text, encoding: "utf8" });
}
