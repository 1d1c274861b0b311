// The scene class that RSITMD and its family write into file names: `airport_12.tif` is an `airport`.
import { basename } from "node:path";

/** The name up to its number; a name that is only a number has no class and gives `unknown`. */
export function sceneClassOf(filename: string): string {
  const name = basename(filename).replace(/\.[^.]+$/, "");
  const letters = /^(\D+?)[_-]?\d*$/.exec(name)?.[1];
  return letters ?? "unknown";
}
