// What `import` in a cell means: names resolve from the notebook's folder as Node resolves them, then from the
// kernel's own (so that what is installed with it can be used anywhere). A local TypeScript file is bundled with
// its local imports and loaded again when any of them changed.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";

const typescriptFile = /\.[cm]?tsx?$/;

export class Importer {
  private readonly parent: string;
  private readonly overrides = new Map<string, unknown>();

  /** @param folder where the notebook lies */
  constructor(private readonly folder: string) {
    this.parent = pathToFileURL(join(folder, "notebook.js")).href;
  }

  /** Gives a module by value under a name, whatever is installed. */
  provide(name: string, module: unknown): void {
    this.overrides.set(name, module);
  }

  async import(specifier: string): Promise<unknown> {
    if (this.overrides.has(specifier)) return this.overrides.get(specifier);
    const local = this.localFile(specifier);
    if (local && typescriptFile.test(local)) return this.importTypeScript(local);
    if (local?.endsWith(".json")) return { default: JSON.parse(readFileSync(local, "utf8")) };
    const url = local ? pathToFileURL(local).href : this.resolve(specifier);
    return url.endsWith(".json") ? { default: createRequire(url)(fileURLToPath(url)) } : import(url);
  }

  private localFile(specifier: string): string | undefined {
    if (specifier.startsWith("file:")) return fileURLToPath(specifier);
    if (isAbsolute(specifier)) return specifier;
    if (!/^\.\.?(\/|$)/.test(specifier)) return undefined;
    const path = resolve(this.folder, specifier);
    return existingSource(path);
  }

  private resolve(specifier: string): string {
    try {
      return import.meta.resolve(specifier, this.parent);
    } catch (error) {
      try {
        return import.meta.resolve(specifier);
      } catch {
        throw error;
      }
    }
  }

  private async importTypeScript(file: string): Promise<unknown> {
    const { outputFiles } = await build({
      entryPoints: [file],
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      target: "node20",
      sourcemap: "inline",
      plugins: [this.absoluteImports()],
      define: { "import.meta.url": JSON.stringify(pathToFileURL(file).href) },
      logLevel: "silent",
    });
    const code = outputFiles[0]!.contents;
    const folder = join(tmpdir(), `typescript-lab-${process.getuid?.() ?? 0}`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Named by content: an unchanged file stays the same module with the same state.
    const module = join(
      folder,
      `${createHash("sha256").update(file).update(code).digest("hex").slice(0, 24)}.mjs`,
    );
    writeFileSync(module, code);
    return import(pathToFileURL(module).href);
  }

  /** Packages stay outside of the bundle, under their full address: it is loaded from another folder. */
  private absoluteImports(): Plugin {
    return {
      name: "absolute-imports",
      setup: (bundler) => {
        bundler.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
          if (kind === "entry-point" || isAbsolute(path)) return undefined;
          if (path.startsWith("node:")) return { path, external: true };
          const parent = pathToFileURL(join(importer ? dirname(importer) : this.folder, "module.js")).href;
          return { path: import.meta.resolve(path, parent), external: true };
        });
      },
    };
  }
}

/** `./a`, `./a.js` and `./a.ts` all mean a.ts where only that exists. */
function existingSource(path: string): string {
  const candidates = [
    path,
    path.replace(/\.([cm]?)js$/, ".$1ts"),
    `${path}.ts`,
    `${path}.js`,
    join(path, "index.ts"),
  ];
  return candidates.find((candidate) => isFile(candidate)) ?? path;
}

function isFile(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}
