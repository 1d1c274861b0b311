// A cell in the debugger: a source that is identified by the hash of its code, and the script that V8 runs.
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Script } from "../source/script.js";
import { murmur2 } from "./codeHash.js";
import { type MappedScript, mapTokens } from "./mappedScript.js";

/** Parts of the path that a front end gives to a cell: prefix, hash of the code, suffix. */
export const sourceNames = {
  seed: 0x6e6f7465,
  prefix: join(tmpdir(), `typescript-lab-${process.pid}-`),
  suffix: ".ts",
};

/** Returns the path of a cell. No file has this path. */
export function sourcePath(code: string): string {
  return `${sourceNames.prefix}${murmur2(code, sourceNames.seed)}${sourceNames.suffix}`;
}

/**
 * Maps a cell's script to its code.
 * @param url name of the script in V8
 */
export function cellScript(url: string, { code, text, position }: Script): MappedScript {
  const tokens = mapTokens(text, code, ({ line, column }) => {
    const at = position(line + 1, column + 1);
    return { line: at.line - 1, column: at.column - 1 };
  });
  return { url, path: sourcePath(code), code, tokens };
}
