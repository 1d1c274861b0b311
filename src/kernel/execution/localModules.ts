// Makes modules of the local files that cells import. It strips TypeScript, follows relative imports and names each
// module by the contents of all files that it reaches. An edit makes new modules at the next import. A file without
// changes below it stays the same module with the same state.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Loader, transformSync } from "esbuild";
import { parseSync } from "oxc-parser";
import { applyEdits } from "../source/editedText.js";

/** An import in a module. */
interface Import {
  /** Offset of the specifier's first quote. */
  readonly start: number;
  /** Offset behind the specifier's last quote. */
  readonly end: number;
  readonly specifier: string;
  /** Path of a local module; undefined for a package. */
  readonly file: string | undefined;
}
interface LocalModule {
  readonly source: string;
  readonly code: string;
  readonly imports: readonly Import[];
}

const loaders: Record<string, Loader> = {
  ".ts": "ts",
  ".mts": "ts",
  ".tsx": "tsx",
  ".js": "js",
  ".mjs": "js",
  ".jsx": "jsx",
};

/** Compiles local files and writes them to a temporary folder, from which Node loads them. */
export class LocalModules {
  private readonly provided = new Map<string, string>();
  private readonly compiled = new Map<string, LocalModule>();
  private readonly written = new Set<string>();
  private folder: string | undefined;

  /** Provides the text of a file, which need not exist. */
  provide(file: string, source: string): void {
    this.provided.set(file, source);
  }

  /** Returns the file of a path. `./a` and `./a.js` mean a.ts if it exists. */
  find(path: string): string | undefined {
    const typescript = path.replace(/\.([cm]?)js(x?)$/, ".$1ts$2");
    const candidates = [
      path,
      typescript,
      ...[".ts", ".tsx", ".js", "/index.ts", "/index.js"].map((end) => path + end),
    ];
    return candidates.find((candidate) => this.provided.has(candidate) || isFile(candidate));
  }

  /** Returns the URL to import a local file by. It is the URL of the file if Node can load the file itself. */
  address(file: string): string {
    const reached = new Map<string, LocalModule>();
    this.follow(file, reached);
    if (!reached.has(file)) return pathToFileURL(file).href;
    for (const path of reached.keys()) this.write(path, reached);
    return this.addressOf(file, reached);
  }

  /** Removes the temporary folder. */
  close(): void {
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
  }

  private follow(file: string, reached: Map<string, LocalModule>): void {
    if (reached.has(file)) return;
    const module = this.compile(file);
    if (!module) return;
    reached.set(file, module);
    for (const { file: next } of module.imports) if (next) this.follow(next, reached);
  }

  /** Returns undefined for a file that Node loads itself: CommonJS, WebAssembly, an addon. */
  private compile(file: string): LocalModule | undefined {
    const extension = extname(file);
    if (extension !== ".json" && !loaders[extension]) return undefined;
    const source = this.provided.get(file) ?? readFileSync(file, "utf8");
    const known = this.compiled.get(file);
    if (known?.source === source)
      return { ...known, imports: known.imports.map((one) => this.resolve(file, one)) };
    let module: LocalModule;
    if (extension === ".json") {
      module = { source, code: `export default ${source}`, imports: [] };
    } else {
      const { code, syntax, imports } = compileSource(file, source);
      if (extension === ".js" && !syntax) return undefined;
      module = { source, code, imports: imports.map((one) => this.resolve(file, one)) };
    }
    this.compiled.set(file, module);
    return module;
  }

  private resolve(importer: string, { start, end, specifier }: Omit<Import, "file">): Import {
    const relative = /^\.\.?(\/|$)/.test(specifier);
    return {
      start,
      end,
      specifier,
      file: relative ? this.find(resolve(dirname(importer), specifier)) : undefined,
    };
  }

  private write(file: string, reached: ReadonlyMap<string, LocalModule>): void {
    const address = this.addressOf(file, reached);
    if (this.written.has(address)) return;
    const { code, imports } = reached.get(file)!;
    const edits = imports.map(({ start, end, specifier, file: target }) => ({
      start,
      end,
      text: JSON.stringify(
        target && reached.has(target) ? this.addressOf(target, reached) : external(specifier, file, target),
      ),
    }));
    writeFileSync(fileURLToPath(address), applyEdits(code, edits).text);
    this.written.add(address);
  }

  private addressOf(file: string, reached: ReadonlyMap<string, LocalModule>): string {
    const below = new Map<string, LocalModule>();
    const visit = (path: string) => {
      const module = reached.get(path);
      if (!module || below.has(path)) return;
      below.set(path, module);
      for (const { file: next } of module.imports) if (next) visit(next);
    };
    visit(file);
    const hash = createHash("sha256").update(file);
    for (const path of [...below.keys()].sort()) hash.update(path).update(below.get(path)!.source);
    this.folder ??= realpathSync(mkdtempSync(join(tmpdir(), "typescript-lab-")));
    const name = `${basename(file, extname(file))}-${hash.digest("hex").slice(0, 16)}.mjs`;
    return pathToFileURL(join(this.folder, name)).href;
  }
}

function compileSource(file: string, source: string) {
  const { code } = transformSync(source, {
    loader: loaders[extname(file)],
    target: "node20",
    format: "esm",
    sourcemap: "inline",
    sourcefile: file,
    sourceRoot: "/",
    logLevel: "silent",
    tsconfigRaw: { compilerOptions: { target: "esnext" } },
    define: {
      "import.meta.url": JSON.stringify(pathToFileURL(file).href),
      "import.meta.dirname": JSON.stringify(dirname(file)),
      "import.meta.filename": JSON.stringify(file),
    },
  });
  const { module } = parseSync("module.js", code, { sourceType: "module", lang: "js" });
  const named = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest ?? []),
    ),
  ];
  const places = new Map(named.map(({ start, end }) => [start, { start, end }]));
  for (const {
    moduleRequest: { start, end },
  } of module.dynamicImports)
    if (/^(["'])[^"']*\1$/.test(code.slice(start, end))) places.set(start, { start, end });
  const imports = [...places.values()].map(({ start, end }) => ({
    start,
    end,
    specifier: code.slice(start + 1, end - 1),
  }));
  return { code, syntax: module.hasModuleSyntax, imports };
}

/** Returns the URL of a package or of a file that Node loads itself. */
function external(specifier: string, importer: string, file: string | undefined): string {
  if (file) return pathToFileURL(file).href;
  return import.meta.resolve(specifier, pathToFileURL(importer).href);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
