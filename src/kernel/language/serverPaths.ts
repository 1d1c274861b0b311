// Paths of files for the language server. It takes a backslash for the separator of Windows on every system, and brackets
// and braces for patterns. A folder that has them in its name goes by a link.
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { pathToFileURL } from "node:url";

/** Matches characters that the server misreads in a path. */
const misread = sep === "/" ? /[\\[\]{}]/ : /[[\]{}]/;

/** Translates the paths of files below a folder. */
export class ServerPaths {
  private readonly link: { folder: string; target: string } | undefined;

  /** @param folder folder of the notebook */
  constructor(folder: string) {
    if (misread.test(folder)) this.link = linkTo(outermost(folder));
  }

  /** True if files go by a link. The server must not resolve it. */
  get isLinked(): boolean {
    return this.link !== undefined;
  }

  /** Returns the path for the server. */
  path(file: string): string {
    if (!this.link) return file;
    const { folder, target } = this.link;
    return file === target || file.startsWith(target + sep) ? folder + file.slice(target.length) : file;
  }

  /** Returns the URI for the server. */
  uri(file: string): string {
    return pathToFileURL(this.path(file)).href;
  }

  /** Returns a text of the server with the paths of the user. */
  readable(text: string): string {
    return this.link ? text.replaceAll(this.link.folder, this.link.target) : text;
  }

  /** Removes the link. */
  close(): void {
    if (this.link) rmSync(dirname(this.link.folder), { recursive: true, force: true });
  }
}

/** Returns the path or the outermost folder above it whose name the server misreads. */
function outermost(path: string): string {
  const above = dirname(path);
  return misread.test(above) ? outermost(above) : path;
}

function linkTo(target: string): { folder: string; target: string } {
  const folder = join(realpathSync(mkdtempSync(join(tmpdir(), "typescript-lab-"))), "notebook");
  // Windows allows a junction to every user.
  symlinkSync(target, folder, "junction");
  return { folder, target };
}
