// Steps that the builds of both packages share.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "../setup/command.mjs";
import { filesBelow } from "../setup/stamp.mjs";

/** Compiles a TypeScript project by its configuration file. */
export function compile(project) {
  const compiler = join(root, "node_modules", "typescript-7", "bin", "tsc");
  execFileSync(process.execPath, [compiler, "-p", project], { cwd: root, stdio: "inherit" });
}

/** Copies the files of some folders below `source` that are neither TypeScript nor CSS to their places below `output`. */
export function copyAssets(folders, source, output) {
  for (const file of folders.flatMap(filesBelow)) {
    if (/\.css$|(?<!\.d)\.ts$/.test(file)) continue;
    const target = join(output, relative(source, file));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(file, target);
  }
}
