// Types of packages that the notebook's folder does not have. At run time an import of them resolves from the package
// folders of the kernel. For the language server the specifier is replaced by the path of a bridge: a virtual module in
// the package folder that exports the package again.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageFolders } from "../modules/packageFolders.js";
import type { Position } from "./cursor.js";

/** Matches the specifier of a package and the text before it. */
const packageImport = /(\b(?:from|import)\s*\(?\s*)(["'])((?:@[\w.-]+\/)?[\w-][\w.-]*(?:\/[\w./-]+)?)\2/g;

const bridgePrefix = ".bridge-";

/** Code with replaced specifiers, and the map of its positions to the original code. */
export interface BridgedCode {
  /** The code. */
  readonly text: string;
  /** Returns the position in the original code for one in `text`. Both are counted from 0. */
  original(position: Position): Position;
  /** Returns the position in `text` for one in the original code. */
  bridged(position: Position): Position;
}

/** Makes the bridges to packages. */
export class OwnModules {
  private readonly homes = packageFolders();
  private readonly bridges = new Map<string, string | undefined>();

  /**
   * @param folder folder of the notebook
   * @param open shows a virtual module to the language server
   */
  constructor(
    private readonly folder: string,
    private readonly open: (uri: string, text: string) => void,
  ) {}

  /**
   * Replaces the specifiers of packages that the notebook's folder does not have.
   * @param cursor position that is being edited. A specifier around it stays as it is. Default: none.
   */
  bridge(code: string, cursor?: Position): BridgedCode {
    const shifts: { line: number; from: number; by: number }[] = [];
    const lines = code.split("\n").map((text, line) =>
      text.replace(packageImport, (whole, before: string, quote: string, specifier: string, at: number) => {
        const start = at + before.length + 1;
        const end = start + specifier.length;
        const isEdited = cursor?.line === line && cursor.character >= start && cursor.character <= end;
        const address = isEdited ? undefined : this.addressOf(specifier);
        if (!address) return whole;
        shifts.push({ line, from: end, by: address.length - specifier.length });
        return before + quote + address + quote;
      }),
    );
    const move = (line: number, isBefore: (from: number, moved: number) => boolean) => {
      let moved = 0;
      for (const shift of shifts)
        if (shift.line === line && isBefore(shift.from, moved + shift.by)) moved += shift.by;
      return moved;
    };
    return {
      text: lines.join("\n"),
      original: (place) => ({
        ...place,
        character: place.character - move(place.line, (from, moved) => from + moved <= place.character),
      }),
      bridged: (place) => ({
        ...place,
        character: place.character + move(place.line, (from) => from <= place.character),
      }),
    };
  }

  /** Returns the specifiers of the packages in the package folders: their names and the entries that they export. */
  specifiers(): string[] {
    return this.homes.flatMap((home) => {
      const { name, exports } = packageFile(home);
      if (name === undefined) return [];
      const entries = Object.keys(exports ?? {}).filter(
        (key) => /^\.\/[^*]*$/.test(key) && !/\.\w+$/.test(key),
      );
      return [name, ...entries.map((key) => name + key.slice(1))];
    });
  }

  /** Replaces the paths of bridges in a text by the names of their packages. */
  withoutBridges(text: string): string {
    if (!text.includes(bridgePrefix)) return text;
    const known = [...this.bridges].flatMap(([name, path]) => (path === undefined ? [] : [{ name, path }]));
    // A path may be the start of another one.
    known.sort((a, b) => b.path.length - a.path.length);
    return known.reduce(
      (changed, { name, path }) =>
        changed.replaceAll(path, name).replaceAll(path.replace(/\.mts$/, ""), name),
      text,
    );
  }

  /** Returns the path of the bridge to a package, or undefined for a package that needs none. */
  private addressOf(specifier: string): string | undefined {
    if (!this.bridges.has(specifier)) {
      const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)![0];
      const home = knows(this.folder, name) ? undefined : this.homes.find((one) => knows(one, name));
      this.bridges.set(specifier, home === undefined ? undefined : this.build(specifier, home));
    }
    return this.bridges.get(specifier);
  }

  private build(specifier: string, home: string): string {
    // The server looks for no project above a folder node_modules. Elsewhere it would load the project of the package.
    const packages = join(home, "node_modules");
    const place = existsSync(packages) ? packages : home;
    const file = join(place, `${bridgePrefix}${specifier.replaceAll("/", "-")}.mts`);
    const from = JSON.stringify(specifier);
    this.open(pathToFileURL(file).href, `export * from ${from};\nexport { default } from ${from};\n`);
    return file.replaceAll("\\", "/");
  }
}

/** Returns true if modules in a folder can import a package: it is installed above, has types there, or is their own. */
function knows(folder: string, name: string): boolean {
  for (let place = folder; ; place = dirname(place)) {
    const installed = [name, `@types/${name.replace(/^@([^/]+)\//, "$1__")}`];
    if (installed.some((one) => existsSync(join(place, "node_modules", one)))) return true;
    if (place === dirname(place)) break;
  }
  const own = nearestPackage(folder);
  return own !== undefined && packageName(own) === name;
}

function nearestPackage(folder: string): string | undefined {
  if (existsSync(join(folder, "package.json"))) return folder;
  return folder === dirname(folder) ? undefined : nearestPackage(dirname(folder));
}

function packageName(folder: string): string | undefined {
  return packageFile(folder).name;
}

function packageFile(folder: string): { name?: string; exports?: Record<string, unknown> } {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name?: string };
  } catch {
    return {};
  }
}
