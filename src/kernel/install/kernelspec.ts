// Tells a Jupyter about the kernel: a folder with kernel.json and logos where Jupyter looks for kernels.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where to install: below a prefix, into python3's environment, or (with neither) for the user. */
export interface KernelspecPlace {
  readonly prefix?: string;
  readonly sysPrefix?: boolean;
}

const name = "typescript-lab";
const assets = ["logo-svg.svg"];

/** Installs the kernelspec and gives its folder. */
export async function installKernelspec(place: KernelspecPlace = {}): Promise<string> {
  const folder = kernelFolder(place);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const main = fileURLToPath(new URL("../main.js", import.meta.url));
  const kernel = {
    // The flag lets `import` in a cell resolve from the notebook's folder.
    argv: [
      process.execPath,
      "--experimental-import-meta-resolve",
      "--no-warnings",
      main,
      "{connection_file}",
    ],
    display_name: "TypeScript",
    language: "typescript",
    interrupt_mode: "message",
    kernel_protocol_version: "5.4",
    metadata: { debugger: true },
  };
  writeFileSync(join(folder, "kernel.json"), `${JSON.stringify(kernel, null, 2)}\n`);
  for (const asset of assets)
    copyFileSync(fileURLToPath(new URL(`./logo/${asset}`, import.meta.url)), join(folder, asset));
  const { default: sharp } = await import("sharp");
  for (const size of [32, 64]) {
    await sharp(join(folder, "logo-svg.svg"), { density: 300 })
      .resize(size)
      .png()
      .toFile(join(folder, `logo-${size}x${size}.png`));
  }
  return folder;
}

/** Removes the kernelspec, if it is there, and gives the folder that it stood in. */
export async function uninstallKernelspec(place: KernelspecPlace = {}): Promise<string> {
  const folder = kernelFolder(place);
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  return folder;
}

function kernelFolder({ prefix, sysPrefix }: KernelspecPlace): string {
  if (prefix) return join(prefix, "share", "jupyter", "kernels", name);
  if (sysPrefix) {
    const found = execFileSync("python3", ["-c", "import sys; print(sys.prefix)"], {
      encoding: "utf8",
    }).trim();
    return join(found, "share", "jupyter", "kernels", name);
  }
  return join(userDataFolder(), "kernels", name);
}

/** Jupyter's data folder of the user, as jupyter_core finds it. */
function userDataFolder(): string {
  if (process.env.JUPYTER_DATA_DIR) return process.env.JUPYTER_DATA_DIR;
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") return join(process.env.APPDATA || homedir(), "jupyter");
  return join(process.env.XDG_DATA_HOME || join(homedir(), ".local", "share"), "jupyter");
}
