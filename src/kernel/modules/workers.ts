// Workers whose file is a local module in TypeScript. Node's `Worker` loads JavaScript only.
import { createRequire, syncBuiltinESMExports } from "node:module";
import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { WorkerOptions } from "node:worker_threads";

const threads = createRequire(import.meta.url)("node:worker_threads") as typeof import("node:worker_threads");
const { Worker } = threads;
const inTypeScript = /\.(?:[cm]?ts|[jt]sx)$/;

/**
 * Replaces the class `Worker` of node:worker_threads by one that starts local modules.
 * @param address returns the URL of the compiled module of a file
 */
export function startWorkersFrom(address: (file: string) => string): void {
  threads.Worker = class extends Worker {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      const path = options.eval ? undefined : pathOf(file);
      super(path !== undefined && inTypeScript.test(path) ? new URL(address(path)) : file, options);
    }
  };
  Object.defineProperty(threads.Worker, "name", { value: "Worker" });
  syncBuiltinESMExports();
}

function pathOf(file: string | URL): string | undefined {
  const url = String(file);
  if (url.startsWith("file:")) return fileURLToPath(new URL(url));
  if (file instanceof URL) return undefined;
  return isAbsolute(file) ? file : resolve(file);
}
