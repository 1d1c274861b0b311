// Compiles src/ into dist/: TypeScript by tsc, the widgets' page sides into ES modules by esbuild, assets as they are.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, rmSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { bundlePageLibraries } from "./pageLibraries.mjs";
import { root } from "./setup/command.mjs";
import { filesBelow } from "./setup/stamp.mjs";

const source = join(root, "src");
const output = join(root, "dist");

rmSync(output, { recursive: true, force: true });
const compiler = join(root, "node_modules", "typescript-7", "bin", "tsc");
execFileSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });

for (const file of filesBelow(source)) {
  if (/\.css$|(?<!\.d)\.ts$/.test(file)) continue;
  const target = join(output, relative(source, file));
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(file, target);
}

// Every view.ts below src/widgets and src/kernel/widget is the page side of the widget that its folder is named after.
const pages = [join(source, "widgets"), join(source, "kernel", "widget")]
  .flatMap(filesBelow)
  .filter((file) => basename(file) === "view.ts");
await build({
  entryPoints: pages.map((file) => ({ in: file, out: basename(dirname(file)) })),
  outdir: join(output, "widgets", "browser"),
  bundle: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  minify: true,
  loader: { ".css": "text" },
  logLevel: "warning",
});
bundlePageLibraries(join(output, "widgets", "browser"));
chmodSync(join(output, "cli", "main.js"), 0o755);
