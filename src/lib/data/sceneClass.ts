// Scene classes in file names, as RSITMD and related data sets write them: `airport_12.tif` is an `airport`.
import { basename } from "node:path";

/**
 * Returns the scene class that a file name contains.
 *
 * @returns the name up to its number, or `unknown` for a name that is only a number
 * @example
 * sceneClassOf("images/airport_12.tif"); // "airport"
 */
export function sceneClassOf(filename: string): string {
  const name = basename(filename).replace(/\.[^.]+$/, "");
  const letters = /^(\D+?)[_-]?\d*$/.exec(name)?.[1];
  return letters ?? "unknown";
}
