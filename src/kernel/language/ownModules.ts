// Types of packages that only the kernel brings. At run time an import that the notebook's folder cannot resolve
// falls back on the kernel's own packages; for the language server, such a specifier is replaced by the address
// of a bridge: a virtual module in the kernel's folder that exports the package again.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageFolders } from "../execution/packageFolders.js";

/** What stands before a specifier that is a package's, and the specifier itself. */
const packageImport = /(\b(?:from|import)\s*\(?\s*)(["'])((?:@[\w.-]+\/)?[\w-][\w.-]*(?:\/[\w./-]+)?)\2/g;

/** Code with its packages' specifiers replaced, and the way back from its positions. */
export interface BridgedCode {
  readonly text: string;
  /** The position in the original code of one in `text`; both count lines and characters from 0. */
  original(position: { line: number; character: number }): { line: number; character: number };
}

export class OwnModules {
  private readonly homes = packageFolders();
  private readonly bridges = new Map<string, string | undefined>();

  /**
   * @param folder where the notebook lies
   * @param open shows a virtual module to the language server
   */
  constructor(
    private readonly folder: string,
    private readonly open: (uri: string, text: string) => void,
  ) {}

  /** @param untouched a line (from 0) that stays as it is, since something is being written there */
  bridge(code: string, untouched = -1): BridgedCode {
    const shifts: { line: number; from: number; by: number }[] = [];
    const lines = code.split("\n").map((text, line) => {
      if (line === untouched) return text;
      let moved = 0;
      return text.replace(
        packageImport,
        (whole, before: string, quote: string, specifier: string, at: number) => {
          const address = this.addressOf(specifier);
          if (!address) return whole;
          const by = address.length - specifier.length;
          shifts.push({ line, from: at + moved + before.length + 1 + address.length, by });
          moved += by;
          return before + quote + address + quote;
        },
      );
    });
    return {
      text: lines.join("\n"),
      original: ({ line, character }) => {
        const before = shifts.filter((shift) => shift.line === line && shift.from <= character);
        return { line, character: character - before.reduce((sum, { by }) => sum + by, 0) };
      },
    };
  }

  /** Where the bridge to a package stands, or undefined when the notebook's folder has the package itself. */
  private addressOf(specifier: string): string | undefined {
    if (!this.bridges.has(specifier)) {
      const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)![0];
      const home = knows(this.folder, name) ? undefined : this.homes.find((one) => knows(one, name));
      this.bridges.set(specifier, home === undefined ? undefined : this.build(specifier, home));
    }
    return this.bridges.get(specifier);
  }

  private build(specifier: string, home: string): string {
    const file = join(home, `.bridge-${specifier.replaceAll("/", "-")}.mts`);
    const from = JSON.stringify(specifier);
    this.open(pathToFileURL(file).href, `export * from ${from};\nexport { default } from ${from};\n`);
    return file.replaceAll("\\", "/");
  }
}

/** Whether modules in a folder can import a package: it is installed above, as itself or as types, or is their own. */
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
  try {
    return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name?: string }).name;
  } catch {
    return undefined;
  }
}
