// Finds the files that changed since the last check, in the folders of the notebook's relative imports. The language
// server caches files and expects its client to report changes.
import { readdirSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";

/** Types of changes in the Language Server Protocol. */
const created = 1;
const modified = 2;
const deleted = 3;

/** A change of one file. */
export interface FileChange {
  readonly path: string;
  /** 1 for created, 2 for modified, 3 for deleted. */
  readonly type: number;
}

/** Compares folders with their state at the last check. */
export class FileChanges {
  /** Times of the last changes by file, for each folder. */
  private readonly folders = new Map<string, Map<string, number>>();

  constructor(private readonly folder: string) {}

  /** Returns the changes since the last call. The folders of these imports and files are included from now on. */
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

  /** Returns the paths at which modules that were not found may exist now. */
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
  return isAbsolute(specifier) || /^\.\.?(\/|$)/.test(specifier);
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
