// The image files of a folder.
import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DataError } from "../../base/errors.js";

/** Endings of files that are decoded. */
const endings = /\.(tiff?|jpe?g|jpe|jfif|png|webp|gif|bmp|dib|avif)$/i;
/** Endings of images that have to be converted first. */
const undecoded = /\.(jp2|j2k|jpx|jpf|j2c|img|ecw|sid|hdf5?|h5|nc|heic)$/i;

/** Returns true for the name of an image file. Hidden files such as macOS's `._port.jpg` are none. */
export function isImageFile(name: string): boolean {
  return endings.test(name) && !name.startsWith(".");
}

/**
 * Lists the image files of a folder, sorted by name. Other files, hidden files and folders are passed over.
 *
 * @returns paths
 * @throws {DataError} when there is no such folder, or no image in it
 * @example
 * const files = listImages("RSITMD/images");
 * console.log(files.length);
 */
export function listImages(folder: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    throw new DataError(`${folder}: expected a folder of images, found none; check the path.`);
  }
  const images = entries.filter((entry) => isImageFile(entry.name) && isFile(folder, entry));
  if (images.length > 0) return images.map(({ name }) => join(folder, name)).sort();
  const other = entries.find(({ name }) => undecoded.test(name) && !name.startsWith("."));
  const advice = other
    ? `convert them, such as with gdal_translate -of GTiff ${other.name} OUT.tif`
    : "check the path";
  throw new DataError(
    `${folder}: expected images (.tif, .jpg, .png, .bmp …), found ${entries.length} other files; ${advice}.`,
  );
}

/** Follows links, because data sets are often made of them. */
function isFile(folder: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory() !== true;
}
