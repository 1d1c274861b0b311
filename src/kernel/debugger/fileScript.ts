// A local module in the debugger: the file that the person wrote, from the source map that its script carries.
import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { fileURLToPath } from "node:url";
import { type MappedScript, mapTokens } from "./mappedScript.js";

/** The address that the kernel's own modules begin with. */
export const kernelFolder = new URL("..", import.meta.url).href;
const inlineMap = /^data:application\/json[^,]*;base64,/;

/** Whether a script is the person's: a file, but not of the kernel or of a package. */
export function isOwnFile(url: string): boolean {
  return url.startsWith("file:") && !url.startsWith(kernelFolder) && !url.includes("/node_modules/");
}

/**
 * The module that a script was compiled from; undefined for one that is run as it was written, or has a map that
 * cannot be read.
 * @param url what V8 calls the script, a file's address
 * @param sourceMapURL what the script says of its source map
 */
export function fileScript(url: string, sourceMapURL: string): MappedScript | undefined {
  if (!isOwnFile(url) || !inlineMap.test(sourceMapURL)) return undefined;
  try {
    const json = Buffer.from(sourceMapURL.replace(inlineMap, ""), "base64").toString("utf8");
    return mapped(url, JSON.parse(json) as SourceMapPayload);
  } catch {
    return undefined;
  }
}

function mapped(url: string, payload: SourceMapPayload): MappedScript {
  const code = payload.sourcesContent[0]!;
  const map = new SourceMap(payload);
  const tokens = mapTokens(readFileSync(fileURLToPath(url), "utf8"), code, ({ line, column }) => {
    const entry = map.findEntry(line, column);
    return "originalLine" in entry ? { line: entry.originalLine, column: entry.originalColumn } : undefined;
  });
  return { url, path: fileURLToPath(new URL(payload.sources[0]!, "file:///")), code, tokens };
}
