// The kernels that are compared: how each is started, and the same work in the language of each. Peers from npm are
// installed into .cache, so that nothing of them is a dependency.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ourKernel } from "../../test/support/kernelClient.js";
import { noJupyter, python, root } from "../../test/support/venv.js";

export interface Peer {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly lines: string;
  readonly completion: string;
  /** A loop that only an interrupt ends; undefined where the kernel cannot be interrupted in one. */
  readonly loop?: string;
  /** Whether the types of an imported package are checked in every cell. */
  readonly checksTypes: boolean;
}

const versions = { tslab: "1.0.22", deno: "2.9.6" };
const folder = join(root, ".cache", "kernel-peers");

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

export function peers(): Peer[] {
  installPeers();
  const found: Peer[] = [
    { name: "ours", argv: ourKernel, ...javascript, checksTypes: true },
    {
      name: "ours, unchecked",
      argv: ourKernel,
      env: { TYPESCRIPT_LAB_CHECK: "off" },
      ...javascript,
      checksTypes: false,
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

function installPeers(): void {
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

/** Deno's program stands in a package for the platform. */
function denoProgram(): string {
  const libc = process.platform === "linux" ? "-glibc" : "";
  const program = process.platform === "win32" ? "deno.exe" : "deno";
  return join(folder, "node_modules", "@deno", `${process.platform}-${process.arch}${libc}`, program);
}
