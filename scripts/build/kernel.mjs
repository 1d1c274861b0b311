// Builds the package typescript-lab into src/kernel/dist: TypeScript by tsc, the page side of the widgets' wrapper by
// esbuild, other files as they are.
import { chmodSync, cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../setup/command.mjs";
import { compile, copyAssets } from "./steps.mjs";

const source = join(root, "src", "kernel");
const output = join(source, "dist");

/** Builds the package. */
export async function buildKernel() {
  if (!existsSync(join(root, "node_modules", "typescript-lab")))
    throw new Error(
      "node_modules/typescript-lab: expected a link to src/kernel, found none; run npm install.",
    );
  rmSync(output, { recursive: true, force: true });
  compile(join(source, "tsconfig.json"));
  copyAssets(
    ["execution", "install"].map((room) => join(source, room)),
    source,
    output,
  );
  const papermill = join(root, "python", "papermill");
  cpSync(papermill, join(output, "papermill"), {
    recursive: true,
    filter: (path) => !path.includes("__pycache__"),
  });
  await build({
    entryPoints: { page: join(source, "widget", "pageWrapper", "view.ts") },
    outdir: join(output, "widget", "pageWrapper"),
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    logLevel: "warning",
  });
  chmodSync(join(output, "install", "cli.js"), 0o755);
}
