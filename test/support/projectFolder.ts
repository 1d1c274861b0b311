// A temporary folder with files, for tests of what a notebook finds beside itself.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder whose files a test writes. */
export interface ProjectFolder {
  readonly path: string;
  /** Writes a file, with the folders above it. A value that is no text is written as JSON. */
  write(name: string, content: unknown): void;
  /** Makes a symbolic link to another file or folder of the project. */
  link(name: string, target: string): void;
  remove(): void;
}

/** Makes a folder with these files. */
export function projectFolder(files: Readonly<Record<string, unknown>> = {}): ProjectFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "project-")));
  const placed = (name: string) => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    return join(path, name);
  };
  const folder: ProjectFolder = {
    path,
    write: (name, content) =>
      writeFileSync(placed(name), typeof content === "string" ? content : JSON.stringify(content)),
    link: (name, target) => symlinkSync(join(path, target), placed(name)),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
  for (const [name, content] of Object.entries(files)) folder.write(name, content);
  return folder;
}
