// Makes modules of the local files that cells import. It compiles TypeScript, follows static imports and names each
// module by the contents of all files that it reaches. An edit makes new modules at the next import. A file without
// changes below it stays the same module with the same state.
import { createHash } from "node:crypto";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { applyEdits, type Edit } from "../source/editedText.js";
import { CommonJs } from "./commonJs.js";
import { jsonSource, type ModuleImport, type ModuleSource, moduleSource } from "./moduleSource.js";
import type { CompilerSettings, NotebookProject } from "./project.js";
import type { Resolution, Resolver } from "./resolver.js";

interface LocalModule extends ModuleSource {
  readonly source: string;
  readonly settings: CompilerSettings;
  readonly hash: string;
}
/** A module, and what its imports resolve to. */
interface Reached {
  readonly module: LocalModule;
  readonly targets: readonly Resolution[];
}
type Graph = Map<string, Reached>;

const interop = new URL("./interop.js", import.meta.url).href;

/** Compiles local files and writes them to a temporary folder, from which Node loads them. */
export class LocalModules {
  readonly commonJs: CommonJs;
  private readonly compiled = new Map<string, LocalModule>();
  private readonly written = new Set<string>();
  /** Files by the URLs of their compiled modules. */
  private readonly files = new Map<string, string>();
  private folder: string | undefined;

  constructor(
    private readonly resolver: Resolver,
    private readonly project: NotebookProject,
  ) {
    this.commonJs = new CommonJs(resolver, project, (file) => fileURLToPath(this.address(file)));
  }

  /** Provides the text of a file, which need not exist. */
  provide(file: string, source: string): void {
    this.resolver.provide(file, source);
  }

  /** Returns the URL to import a local file by. It is the URL of the file if Node can load the file itself. */
  address(file: string): string {
    const graph = this.graph(file);
    if (!graph.has(file)) return pathToFileURL(file).href;
    const addresses = new Map<string, string>();
    for (const path of graph.keys()) this.write(path, graph, addresses);
    return this.addressOf(file, graph, addresses);
  }

  /** Returns the text of a local file. */
  read(file: string): string {
    return this.resolver.read(file);
  }

  /** Returns the local files that a file reaches by static imports, with the file itself, and a version of each. */
  versions(file: string): Map<string, string> {
    const graph = this.graph(file);
    const addresses = new Map<string, string>();
    return new Map([...graph.keys()].map((path) => [path, this.addressOf(path, graph, addresses)]));
  }

  /** Returns true if an export of a file may change while its module runs. */
  hasVariables(file: string): boolean {
    return [...this.graph(file).values()].some(({ module }) => module.hasVariables);
  }

  /** Returns a text with the paths of files in place of the addresses of their compiled modules. */
  withFiles(text: string): string {
    if (!this.folder || !text.includes(basename(this.folder))) return text;
    return [...this.files].reduce(
      (all, [url, file]) => all.replaceAll(url, file).replaceAll(fileURLToPath(url), file),
      text,
    );
  }

  /** Removes the temporary folder. */
  close(): void {
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
  }

  private graph(file: string): Graph {
    const graph: Graph = new Map();
    const { settings } = this.project.current();
    const waiting = [file];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (graph.has(next)) continue;
      const module = this.compile(next, settings);
      if (!module) continue;
      const targets: Resolution[] = [];
      graph.set(next, { module, targets });
      for (const { specifier } of module.imports) {
        const target = this.resolver.resolve(specifier, next);
        targets.push(target);
        if (target.file !== undefined) waiting.push(target.file);
      }
    }
    return graph;
  }

  /** Returns undefined for a file that Node loads itself, such as CommonJS. */
  private compile(file: string, settings: CompilerSettings): LocalModule | undefined {
    if (this.commonJs.isCommonJsFile(file)) return undefined;
    const extension = extname(file);
    const source = this.resolver.read(file);
    const known = this.compiled.get(file);
    if (known?.source === source && known.settings === settings) return known;
    const made = extension === ".json" ? jsonSource(file, source) : moduleSource(file, source, settings);
    const hash = createHash("sha256").update(source).update(JSON.stringify(settings)).digest("hex");
    const module = { ...made, source, settings, hash };
    this.compiled.set(file, module);
    return module;
  }

  private write(file: string, graph: Graph, addresses: Map<string, string>): void {
    const address = this.addressOf(file, graph, addresses);
    if (this.written.has(address)) return;
    const { module, targets } = graph.get(file)!;
    const edits = module.imports.flatMap((one, i) =>
      this.importEdits(one, targets[i]!, module.code, graph, addresses),
    );
    this.writeFile(address, applyEdits(module.code, [...edits, ...module.edits]).text + module.footer, file);
  }

  private importEdits(
    one: ModuleImport,
    { url, file }: Resolution,
    code: string,
    graph: Graph,
    addresses: Map<string, string>,
  ): Edit[] {
    const { start, end, attributesEnd, star, names, specifier } = one;
    const replaced = (address: string): Edit => ({ start, end, text: JSON.stringify(address) });
    if (file && graph.has(file)) {
      const isJson = extname(file) === ".json";
      const withoutAttributes =
        isJson && attributesEnd > end ? [{ start: end, end: attributesEnd, text: "" }] : [];
      return [replaced(this.addressOf(file, graph, addresses)), ...withoutAttributes];
    }
    const uses = names.length > 0 || star !== undefined;
    if (!this.commonJs.isCommonJs(url) || (!uses && !file)) return [replaced(url)];
    const edits = [replaced(this.wrapper(url, specifier, names))];
    if (star) {
      const name = code.slice(star.start, star.end).replace(/^\*\s*as\s*/, "");
      edits.push({ ...star, text: `{ __namespace as ${name} }` });
    }
    return edits;
  }

  private wrapper(url: string, specifier: string, names: readonly string[]): string {
    const path = this.commonJs.current(fileURLToPath(url));
    const others = [...new Set(names)].filter((name) => name !== "default");
    const code = [
      `import { createRequire } from "node:module";`,
      `import { namespaceOf, withNames } from ${JSON.stringify(interop)};`,
      `const exports = createRequire(${JSON.stringify(url)})(${JSON.stringify(path.file)});`,
      `const namespace = withNames(namespaceOf(exports), ${JSON.stringify(others)}, ${JSON.stringify(specifier)});`,
      "export { namespace as __namespace };",
      "export default namespace.default;",
      ...others.map(
        (name, i) =>
          `const _${i} = namespace[${JSON.stringify(name)}]; export { _${i} as ${JSON.stringify(name)} };`,
      ),
    ].join("\n");
    const hash = createHash("sha256").update(url).update(path.version).update(code).digest("hex");
    const address = this.urlIn(`${basename(path.file, extname(path.file))}-${hash.slice(0, 16)}.mjs`);
    if (!this.written.has(address)) this.writeFile(address, code, path.file);
    return address;
  }

  private addressOf(file: string, graph: Graph, addresses: Map<string, string>): string {
    const known = addresses.get(file);
    if (known) return known;
    const below = new Map<string, string>();
    const waiting = [file];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const reached = graph.get(next);
      if (!reached || below.has(next)) continue;
      below.set(next, reached.module.hash);
      for (const { url, file: other } of reached.targets) {
        if (other !== undefined && graph.has(other)) waiting.push(other);
        else if (this.commonJs.isLocal(url))
          below.set(url, this.commonJs.current(fileURLToPath(url)).version);
      }
    }
    const hash = createHash("sha256").update(file);
    for (const path of [...below.keys()].sort()) hash.update(path).update(below.get(path)!);
    const address = this.urlIn(`${basename(file, extname(file))}-${hash.digest("hex").slice(0, 16)}.mjs`);
    addresses.set(file, address);
    return address;
  }

  private urlIn(name: string): string {
    this.folder ??= realpathSync(mkdtempSync(join(tmpdir(), "typescript-lab-")));
    return pathToFileURL(join(this.folder, name)).href;
  }

  private writeFile(address: string, text: string, file: string): void {
    writeFileSync(fileURLToPath(address), text);
    this.written.add(address);
    this.files.set(address, file);
  }
}
