// The folder of files that can be computed again.
import { homedir } from "node:os";
import { join } from "node:path";

/** Returns the folder of this package in the user's cache folder, by the XDG specification. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "amfmn-lab");
}
