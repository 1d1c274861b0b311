// Local modules as cells import them: TypeScript is stripped, relative imports are followed, and each file becomes
// a module named by the contents of all that it reaches. So an edit anywhere below makes a new module at the next
// import, while a file that did not change stays the same module with the same state, whoever imports it.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Loader, transformSync } from "esbuild";
import { parseSync } from "oxc-parser";
import { applyEdits } from "../source/editedText.js";

/** An import of a module: where its specifier stands, quotes included, and what that names. */
interface Import {
  readonly start: number;
  readonly end: number;
  readonly specifier: string;
  /** The file, where it is a module of ours. */
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

export class LocalModules {
  private readonly provided = new Map<string, string>();
  private readonly compiled = new Map<string, LocalModule>();
  private readonly written = new Set<string>();
  private folder: string | undefined;

  /** Takes this for a file's text, whether or not there is such a file. */
  provide(file: string, source: string): void {
    this.provided.set(file, source);
  }

  /** The file that a path without (or with another) extension means: `./a` and `./a.js` mean a.ts if that is there. */
  find(path: string): string | undefined {
    const typescript = path.replace(/\.([cm]?)js(x?)$/, ".$1ts$2");
    const candidates = [
      path,
      typescript,
      ...[".ts", ".tsx", ".js", "/index.ts", "/index.js"].map((end) => path + end),
    ];
    return candidates.find((candidate) => this.provided.has(candidate) || isFile(candidate));
  }

  /** The address to import a local file by; that of the file itself where it needs no treatment. */
  address(file: string): string {
    const reached = new Map<string, LocalModule>();
    this.follow(file, reached);
    if (!reached.has(file)) return pathToFileURL(file).href;
    for (const path of reached.keys()) this.write(path, reached);
    return this.addressOf(file, reached);
  }

  /** Takes away what was written. */
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

  /** Gives nothing for what Node loads as it is: CommonJS, WebAssembly, addons. */
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

/** A package or a file that Node loads as it is, by the full address that it has for the importing file. */
function external(specifier: string, importer: string, file: string | undefined): string {
  if (file) return pathToFileURL(file).href;
  return import.meta.resolve(specifier, pathToFileURL(importer).href);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
