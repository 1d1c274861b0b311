// The data set of the lessons: the drawn scenes, or a data set of the reader.
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Dataset } from "../lib/data/dataset.js";
import { loadDataset } from "../lib/data/loadDataset.js";
import { synthesize, writeSceneObjects } from "../lib/data/synthesis/synthesize.js";

/**
 * Returns the course's folder, relative to the folder of the running notebook. A solution is one folder deeper.
 * @example
 * const runs = `${courseFolder()}/runs`;
 */
export function courseFolder(): string {
  return basename(process.cwd()) === "solutions" ? ".." : ".";
}

const samples = ["00013.jpg", "00256.jpg", "00455.jpg", "sparseresidential_3814.tif"];

/**
 * Returns the paths of four aerial photographs: rows of houses, a racetrack, a stadium and a house among trees.
 * @example
 * console.log(sampleImages()[0]); // "sample/00013.jpg"
 */
export function sampleImages(): string[] {
  return samples.map((name) => join(courseFolder(), "sample", name));
}

/**
 * Loads the data set of the lessons. Without a path it loads 1600 drawn scenes from `data/scenes`. The first call draws
 * them in half a minute, with the same bytes on each machine.
 *
 * @param path a data set of your own in any format that `loadDataset` reads, such as the folder of RSITMD
 * @throws {DataError} when the path holds no data set
 * @example
 * const scenes = await lessonData("RSITMD"); // lessonData() loads the drawn scenes
 */
export async function lessonData(path?: string): Promise<Dataset> {
  if (path) return loadDataset(path);
  const drawn = join(courseFolder(), "data", "scenes");
  const scenes = { out: drawn, images: 1600, seed: 1 };
  if (!existsSync(join(drawn, "dataset_RSITMD.json"))) await synthesize(scenes);
  // Scenes that an older version drew have no boxes.
  if (!existsSync(join(drawn, "objects.json"))) await writeSceneObjects(scenes);
  return loadDataset(drawn);
}
