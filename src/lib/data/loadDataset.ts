// Reads a data set in whatever known form it is in: RSITMD's JSON or the precomp text files.
import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DataError } from "../errors.js";
import type { Dataset } from "./dataset.js";
import { loadPrecomp } from "./loaders/precomp.js";
import { loadRsitmd } from "./loaders/rsitmd.js";

export interface LoadOptions {
  /** Where the images lie; by default `images/` beside the captions. */
  readonly images?: string;
  /** What the data set is called; by default its folder's name. */
  readonly name?: string;
}

/**
 * Loads captions and paths; images are opened when they are needed.
 *
 * @param path a folder with `dataset_RSITMD.json` (or `dataset.json`), that file itself, or a folder with
 *   `*_caps.txt` and `*_filename.txt`
 * @throws {DataError} that names the file, the record, what was expected and what was found
 * @example
 * const scenes = await loadDataset("data/scenes");
 */
export async function loadDataset(path: string, options: LoadOptions = {}): Promise<Dataset> {
  if (!existsSync(path)) throw new DataError(`${path}: expected a data set, found no such file or folder.`);
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const images = options.images ?? join(folder, "images");
  const name = options.name ?? basename(folder);
  if (folder !== path) return loadRsitmd(path, { images, name });
  const json = ["dataset_RSITMD.json", "dataset.json"]
    .map((file) => join(folder, file))
    .find((file) => existsSync(file));
  if (json) return loadRsitmd(json, { images, name });
  if (["train", "val", "test"].some((split) => existsSync(join(folder, `${split}_caps.txt`)))) {
    return loadPrecomp(folder, { images, name });
  }
  throw new DataError(
    `${path}: expected dataset_RSITMD.json, dataset.json or *_caps.txt with *_filename.txt, found none of them.`,
  );
}
