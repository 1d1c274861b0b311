// Tells a Jupyter about the kernel, or takes it away again: a folder `kernels/typescript-lab` with kernel.json and logos
// below one of Jupyter's data folders.
import { execFileSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { logo } from "./logo.js";

export const kernelName = "typescript-lab";

/** Where to install: the user's own folder unless one of these is given. */
export interface KernelspecPlace {
  /** Below this folder's share/jupyter, such as a virtual environment. */
  prefix?: string;
  /** Into the environment that `python3` on the PATH belongs to. */
  sysPrefix?: boolean;
  /** A Jupyter data folder itself, which has or gets a folder `kernels`. */
  dataFolder?: string;
}

/**
 * Writes the kernelspec, replacing one that is there.
 * @returns its folder
 */
export async function installKernelspec(place: KernelspecPlace = {}): Promise<string> {
  const folder = specFolder(place);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const main = fileURLToPath(new URL("./main.js", import.meta.url)).replace(
    /([/\\])src([/\\]kernel)/,
    "$1dist$2",
  );
  const spec = {
    argv: [process.execPath, "--experimental-import-meta-resolve", main, "{connection_file}"],
    display_name: "TypeScript (amfmn-lab)",
    language: "typescript",
    interrupt_mode: "message",
    metadata: { debugger: false },
  };
  const svg = Buffer.from(logo);
  await Promise.all([
    writeFile(join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`),
    writeFile(join(folder, "logo-svg.svg"), svg),
    ...[32, 64].map((size) =>
      sharp(svg, { density: 144 })
        .resize(size, size)
        .png()
        .toFile(join(folder, `logo-${size}x${size}.png`)),
    ),
  ]);
  return folder;
}

/**
 * Removes the kernelspec where there is one.
 * @returns its folder
 */
export async function uninstallKernelspec(place: KernelspecPlace = {}): Promise<string> {
  const folder = specFolder(place);
  await rm(folder, { recursive: true, force: true });
  return folder;
}

function specFolder(place: KernelspecPlace): string {
  return join(dataFolder(place), "kernels", kernelName);
}

/** As jupyter_core finds it. @throws {Error} when --sys-prefix is asked for and there is no python3. */
function dataFolder({ prefix, sysPrefix, dataFolder }: KernelspecPlace): string {
  if (dataFolder) return dataFolder;
  if (prefix) return join(prefix, "share", "jupyter");
  if (sysPrefix) {
    try {
      const found = execFileSync("python3", ["-c", "import sys; print(sys.prefix)"], { encoding: "utf8" });
      return join(found.trim(), "share", "jupyter");
    } catch (error) {
      throw new Error(
        "--sys-prefix needs python3 on the PATH, which could not be run; give --prefix DIR instead.",
        { cause: error },
      );
    }
  }
  if (process.env.JUPYTER_DATA_DIR) return process.env.JUPYTER_DATA_DIR;
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") return join(process.env.APPDATA ?? homedir(), "jupyter");
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "jupyter");
}
