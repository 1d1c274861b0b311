// A local module in the debugger. The inline source map of its script leads to the file that a person wrote.
import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { fileURLToPath } from "node:url";
import { type MappedScript, mapTokens } from "./mappedScript.js";

/** URL of the folder with the kernel's own modules. */
export const kernelFolder = new URL("..", import.meta.url).href;
const inlineMap = /^data:application\/json[^,]*;base64,/;

/** Returns true for a file that belongs neither to the kernel nor to a package. */
export function isOwnFile(url: string): boolean {
  return url.startsWith("file:") && !url.startsWith(kernelFolder) && !url.includes("/node_modules/");
}

/**
 * Maps a compiled module to its file. Returns undefined for a script without a readable inline source map.
 * @param url name of the script in V8, which is the URL of a file
 * @param sourceMapURL URL of the source map, as the script names it
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
