// Writes generated files and has the project's formatter lay them out, so that they read like the others.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../setup/command.mjs";

/** @param files pairs of name and text */
export function writeFormatted(folder, files) {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
  execFileSync(process.execPath, [biome, "check", "--write", folder], { cwd: root, stdio: "inherit" });
}
