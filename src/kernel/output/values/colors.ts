// Colors of printed values, of the console and of errors.
import { stripVTControlCharacters } from "node:util";
import type { MimeBundle } from "../../host/display.js";

/**
 * Returns true if values and console output are in the colors of Node's REPL. The variables are those that Node reads,
 * where FORCE_COLOR comes first.
 */
export function inColor({ FORCE_COLOR, NO_COLOR, NODE_DISABLE_COLORS }: NodeJS.ProcessEnv): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return !NO_COLOR && !NODE_DISABLE_COLORS;
}

/** Returns a bundle whose text has no colors, for a reader that is a program. */
export function withoutColors(bundle: MimeBundle): MimeBundle {
  const text = bundle["text/plain"];
  return typeof text === "string" ? { ...bundle, "text/plain": stripVTControlCharacters(text) } : bundle;
}

/** Returns an error report without its colors if colors are off. */
export function reportInColor<T extends { readonly traceback: readonly string[] }>(report: T): T {
  if (inColor(process.env)) return report;
  return { ...report, traceback: report.traceback.map(stripVTControlCharacters) };
}
