// Finds the native TypeScript compiler, which is also the language server.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const packageFile = require.resolve("typescript-7/package.json");

/** Version of TypeScript. */
export const { version: typescriptVersion } = require(packageFile) as { version: string };

/** Returns the path of the native compiler for this platform. */
export function compilerProgram(): string {
  const platform = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  const folder = dirname(createRequire(packageFile).resolve(platform));
  return join(folder, "lib", process.platform === "win32" ? "tsc.exe" : "tsc");
}
