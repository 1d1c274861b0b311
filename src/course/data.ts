// The data set of a lesson: drawn scenes unless it is given another folder, so that the real RSITMD is one
// changed path away.
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Dataset } from "../lib/data/dataset.js";
import { loadDataset } from "../lib/data/loadDataset.js";
import { synthesize } from "../lib/data/synthesis/synthesize.js";

/** The course's own folder, as seen from a lesson or from a solution, which lies one folder deeper. */
export function courseFolder(): string {
  return basename(process.cwd()) === "solutions" ? ".." : ".";
}

/**
 * Loads the data set that the lessons share. The drawn scenes (1600, seed 1, in `data/scenes`) are drawn when they
 * are not there yet, in half a minute; the same seed gives the same bytes.
 *
 * @param path a data set of your own in any form that `loadDataset` reads, such as the folder of the real RSITMD
 * @throws {DataError} when the path does not hold a data set
 * @example
 * const scenes = await lessonData();                // or lessonData("/data/RSITMD")
 */
export async function lessonData(path?: string): Promise<Dataset> {
  if (path) return loadDataset(path);
  const drawn = join(courseFolder(), "data", "scenes");
  if (!existsSync(join(drawn, "dataset_RSITMD.json"))) {
    await synthesize({ out: drawn, images: 1600, seed: 1 });
  }
  return loadDataset(drawn);
}
