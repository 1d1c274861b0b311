// Finds the georeference of an image: its own tags, or else a world file beside it.
import type { ImageBytes } from "../formats/imageBytes.js";
import { readDirectories, tag } from "../formats/tiff/directories.js";
import { type Georeference, type GeoTransform, pixelToCrs } from "./georeference.js";
import { type FoundGeoreference, geoTagsOf } from "./geoTags.js";
import { readWorldFile } from "./worldFile.js";

/**
 * Finds the georeference of an image.
 *
 * @param path the image's path, or undefined for an image in memory
 * @param size size of the image after it was turned upright
 */
export async function georeferenceOf(
  file: ImageBytes,
  path: string | undefined,
  isTiff: boolean,
  size: { readonly width: number; readonly height: number },
): Promise<FoundGeoreference> {
  const [first] = isTiff ? await readDirectories(file) : [];
  const own = first ? geoTagsOf(first) : {};
  const beside = own.georeference || path === undefined ? {} : await readWorldFile(path);
  const found = beside.georeference || beside.problem ? beside : own;
  const orientation = first?.number(tag.orientation, 1) ?? 1;
  if (!found.georeference || orientation === 1) return found;
  return { georeference: turned(found.georeference, orientation, size) };
}

/** Returns the georeference of an image that is stored turned or mirrored. Its tags are about the stored rows. */
function turned(
  georeference: Georeference,
  orientation: number,
  { width, height }: { readonly width: number; readonly height: number },
): Georeference {
  const swaps = orientation >= 5;
  const [storedWidth, storedHeight] = swaps ? [height, width] : [width, height];
  const place = (x: number, y: number): [number, number] => {
    const [column, row] = swaps ? [y, x] : [x, y];
    return pixelToCrs(
      georeference,
      [2, 3, 7, 8].includes(orientation) ? storedWidth - column : column,
      [3, 4, 6, 7].includes(orientation) ? storedHeight - row : row,
    );
  };
  const [origin, right, down] = [place(0, 0), place(1, 0), place(0, 1)];
  const transform: GeoTransform = [
    origin[0],
    right[0] - origin[0],
    down[0] - origin[0],
    origin[1],
    right[1] - origin[1],
    down[1] - origin[1],
  ];
  return { ...georeference, transform };
}
