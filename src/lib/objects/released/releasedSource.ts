// Objects of the authors' files, looked up by the names of images.
import { basename } from "node:path";
import { DataError } from "../../base/errors.js";
import type { ObjectGraphs, ObjectImage, ObjectSource } from "../objectSource.js";
import { matrixLength, releasedKey } from "./objectTable.js";
import { type ReleasedTable, readReleased } from "./readReleased.js";

/**
 * Opens the authors' `rsitmd_local.npy` or `rsicd_local.npy`: {"adj_matrix": {key: 20 × 20}, "local_rep": {key: 20 × 20}}
 * with the key `airport_1.txt` for the image `airport_1.tif`. Its pickle is read without running anything in it. The
 * matrices do not depend on the crop or the rotation of an image, as in the released code.
 *
 * @example
 * await writeReleasedObjects("local.npy", [
 *   { image: "port_1.png", objects: new Float32Array(400), adjacency: new Float32Array(400) },
 * ]);
 * const source = await releasedObjects("local.npy");
 * console.log(source.kind); // released
 *
 * @throws {DataError} with the file and the key when the content is another one, a matrix is not 20 × 20, or a value is
 *   no finite number
 * @throws {FileError} when the file cannot be read
 */
export async function releasedObjects(file: string): Promise<ObjectSource> {
  const table = await readReleased(file);
  return {
    kind: "released",
    settings: {},
    read: async (images) => graphsOf(file, table, images),
  };
}

function graphsOf(file: string, table: ReleasedTable, images: readonly ObjectImage[]): ObjectGraphs {
  const objects = new Float32Array(images.length * matrixLength);
  const adjacency = new Float32Array(images.length * matrixLength);
  for (const [i, { name }] of images.entries()) {
    objects.set(matrixFor(file, "local_rep", table.objects, name), i * matrixLength);
    adjacency.set(matrixFor(file, "adj_matrix", table.adjacency, name), i * matrixLength);
  }
  return { objects, adjacency };
}

function matrixFor(
  file: string,
  part: string,
  matrices: ReadonlyMap<string, Float32Array>,
  image: string,
): Float32Array {
  const key = releasedKey(basename(image));
  const matrix = matrices.get(key);
  if (matrix) return matrix;
  throw new DataError(
    `${file}: expected "${key}" in ${part} for the image ${image}, found ${matrices.size} other keys; ` +
      "give the file that belongs to the data set.",
  );
}
