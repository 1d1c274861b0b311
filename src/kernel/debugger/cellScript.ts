// What a cell is in the debugger: a source that is known by its code, and the script that it became.
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Script } from "../source/script.js";
import { murmur2 } from "./codeHash.js";
import { type MappedScript, mapTokens } from "./mappedScript.js";

/** How a front end names a cell's source by itself: the hash of its code between the two. */
export const sourceNames = {
  seed: 0x6e6f7465,
  prefix: join(tmpdir(), `typescript-lab-${process.pid}-`),
  suffix: ".ts",
};

/** The path that stands for a cell; there is no such file. */
export function sourcePath(code: string): string {
  return `${sourceNames.prefix}${murmur2(code, sourceNames.seed)}${sourceNames.suffix}`;
}

/** @param url what V8 calls the script */
export function cellScript(url: string, { code, text, position }: Script): MappedScript {
  const tokens = mapTokens(text, code, ({ line, column }) => {
    const at = position(line + 1, column + 1);
    return { line: at.line - 1, column: at.column - 1 };
  });
  return { url, path: sourcePath(code), code, tokens };
}
