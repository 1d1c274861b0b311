// Which files changed on disk since a cell was checked last: the language server keeps what it has read, and
// leaves watching to its client. Looked at are the folders that the notebook's relative imports lead to.
import { readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** As the language server protocol numbers them. */
const created = 1;
const modified = 2;
const deleted = 3;

export interface FileChange {
  readonly path: string;
  readonly type: number;
}

export class FileChanges {
  /** Time of last change by file, for each folder that was looked at. */
  private readonly folders = new Map<string, Map<string, number>>();

  constructor(private readonly folder: string) {}

  /** What changed since the last call, with the folders of these imports looked at from now on. */
  since(imports: readonly string[]): FileChange[] {
    for (const specifier of imports) {
      const folder = dirname(resolve(this.folder, specifier));
      if (isRelative(specifier) && !this.folders.has(folder))
        this.folders.set(folder, modificationTimes(folder));
    }
    return [...this.folders].flatMap(([folder, before]) => {
      const now = modificationTimes(folder);
      this.folders.set(folder, now);
      const gone = [...before.keys()].filter((path) => !now.has(path));
      const fresh = [...now].filter(([path, time]) => before.get(path) !== time);
      return [
        ...gone.map((path) => ({ path, type: deleted })),
        ...fresh.map(([path]) => ({ path, type: before.has(path) ? modified : created })),
      ];
    });
  }

  /** Where modules that were not found may have come to be. */
  candidates(imports: readonly string[]): FileChange[] {
    return imports.map((specifier) => ({
      path: isRelative(specifier)
        ? `${resolve(this.folder, specifier)}.ts`
        : join(
            this.folder,
            "node_modules",
            specifier
              .split("/")
              .slice(0, specifier.startsWith("@") ? 2 : 1)
              .join("/"),
          ),
      type: created,
    }));
  }
}

function isRelative(specifier: string): boolean {
  return /^\.\.?(\/|$)/.test(specifier);
}

function modificationTimes(folder: string): Map<string, number> {
  try {
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map(({ name }) => join(folder, name));
    return new Map(paths.map((path) => [path, statSync(path).mtimeMs]));
  } catch {
    return new Map();
  }
}
