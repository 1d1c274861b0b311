// Builds both packages: src/kernel into src/kernel/dist and the other rooms into dist/. tsc compiles TypeScript, esbuild
// bundles the page sides of widgets into ES modules, other files are copied.
import { chmodSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";
import { buildKernel } from "./build/kernel.mjs";
import { bundlePageLibraries } from "./build/pageLibraries.mjs";
import { compile, copyAssets } from "./build/steps.mjs";
import { root } from "./setup/command.mjs";
import { filesBelow } from "./setup/stamp.mjs";

const source = join(root, "src");
const output = join(root, "dist");
const rooms = readdirSync(source).filter((room) => room !== "kernel");

await buildKernel();
rmSync(output, { recursive: true, force: true });
compile("tsconfig.build.json");
copyAssets(
  rooms.map((room) => join(source, room)),
  source,
  output,
);

// Each view.ts below src/widgets is the page side of the widget that its folder is named after.
const pages = filesBelow(join(source, "widgets")).filter((file) => basename(file) === "view.ts");
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
