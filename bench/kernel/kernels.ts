// The kernels that are compared: the command that starts each, and the same work in its language. Kernels from npm are
// installed into .cache, so that the project does not depend on them. A new kernel is one more entry in `kernels()`.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ourKernel } from "../../test/support/kernelClient.js";
import { noJupyter, python, root } from "../../test/support/venv.js";

export interface Kernel {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly lines: string;
  readonly completion: string;
  /** An endless loop. Undefined when the kernel cannot be interrupted in one. */
  readonly loop?: string;
  /** True when the kernel checks the types of an imported package in every cell. */
  readonly checksTypes: boolean;
  /** True for the kernel of this project, whose parts are measured one by one. */
  readonly isOurs?: boolean;
}

const versions = { tslab: "1.0.22", deno: "2.9.6" };
const folder = join(root, ".cache", "kernels");

const javascript = {
  lines: "for (let i = 0; i < 2000; i++) console.log('line ' + i)",
  completion: "Math.",
  loop: "while (true) {}",
};
const pythonCode = {
  lines: "for i in range(2000): print('line', i)",
  completion: "str.",
  loop: "while True: pass",
};

export function kernels(): Kernel[] {
  installKernels();
  const found: Kernel[] = [
    { name: "ours", argv: ourKernel, ...javascript, checksTypes: true, isOurs: true },
    {
      name: "ours, unchecked",
      argv: ourKernel,
      env: { TYPESCRIPT_LAB_CHECK: "off" },
      ...javascript,
      checksTypes: false,
      isOurs: true,
    },
    {
      name: `tslab ${versions.tslab}`,
      argv: [
        process.execPath,
        join(folder, "node_modules/tslab/bin/tslab"),
        "kernel",
        "--config-path",
        "{connection_file}",
      ],
      ...javascript,
      loop: undefined,
      checksTypes: true,
    },
    {
      name: `Deno ${versions.deno}`,
      argv: [denoProgram(), "jupyter", "--kernel", "--conn", "{connection_file}"],
      ...javascript,
      loop: undefined,
      checksTypes: false,
    },
  ];
  if (!noJupyter) {
    const argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"];
    found.push({ name: "ipykernel", argv, ...pythonCode, checksTypes: false });
  }
  return found;
}

function installKernels(): void {
  const file = join(folder, "package.json");
  if (existsSync(file)) return;
  mkdirSync(folder, { recursive: true });
  const packages = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  const args = [
    "install",
    "--prefix",
    folder,
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-save",
    ...packages,
  ];
  execFileSync("npm", args, { stdio: "inherit" });
  writeFileSync(file, JSON.stringify({ private: true }));
}

/** Returns the path of Deno's program, which is in a package for the platform. */
function denoProgram(): string {
  const libc = process.platform === "linux" ? "-glibc" : "";
  const program = process.platform === "win32" ? "deno.exe" : "deno";
  return join(folder, "node_modules", "@deno", `${process.platform}-${process.arch}${libc}`, program);
}
