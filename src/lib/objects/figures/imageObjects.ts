// The objects of one image as plain data, for tables, heat maps and figures.
import { basename } from "node:path";
import { requirePath } from "../../base/files/path.js";
import { decodeImage } from "../../data/images/decodeImage.js";
import { unitPixels } from "../../data/images/unitPixels.js";
import { mostClasses } from "../boxes/describeBoxes.js";
import { type ObjectSource, objectChannels, objectCount } from "../objectSource.js";
import { firstEdge } from "../segments/describeSegments.js";

/** An object of an image, as a local branch reads it. */
export interface ImageObject {
  /** Class of a box, `segment` or `cell` with its number, or `object` with its number. */
  readonly label: string;
  /** Certainty of a box in 0…1; undefined for others. */
  readonly confidence?: number;
  /** Left, top, right and bottom in units of the image. Undefined for the authors' matrices, which do not have places. */
  readonly box?: readonly [number, number, number, number];
  /** The 20 numbers of the object. */
  readonly numbers: readonly number[];
}

/** The objects of an image and the graph over them. */
export interface ObjectScene {
  /** The image file. */
  readonly image: string;
  /** Its objects, at most 20, in the order of the rows. */
  readonly objects: readonly ImageObject[];
  /** Edges between the objects: a row and a column for each. */
  readonly adjacency: readonly (readonly number[])[];
}

/** Side of the image that segments are computed on, as the released networks read it. */
const side = 256;

/**
 * Reads the objects of an image file.
 *
 * @param source as `openObjects` returns it
 * @param image path
 * @example
 * const { objects, adjacency } = await imageObjects(segments(), "port_1.png");
 * console.log(objects.map(({ label }) => label), adjacency.length);
 *
 * @throws {DataError} when the image cannot be decoded, or has no entry in the source's file
 */
export async function imageObjects(source: ObjectSource, image: string): Promise<ObjectScene> {
  requirePath("image", image);
  const values = unitPixels([await decodeImage(image, side)]);
  const graphs = await source.read([{ name: basename(image), path: image }], { size: side, values });
  const rows = rowsOf(graphs.objects, objectChannels);
  const edges = rowsOf(graphs.adjacency, objectCount);
  const used = rows.flatMap((row, i) => (row.some((value) => value !== 0) ? [i] : []));
  return {
    image,
    objects: used.map((i) => objectOf(source, rows[i]!, i)),
    adjacency: used.map((i) => used.map((j) => edges[i]![j]!)),
  };
}

function rowsOf(values: Float32Array, columns: number): number[][] {
  return Array.from({ length: objectCount }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);
}

function objectOf({ kind, settings }: ObjectSource, numbers: readonly number[], row: number): ImageObject {
  if (kind === "released") return { label: `object ${row + 1}`, numbers };
  if (kind !== "boxes") {
    const [left = 0, top = 0, right = 0, bottom = 0] = numbers.slice(firstEdge, firstEdge + 4);
    return {
      label: `${kind === "grid" ? "cell" : "segment"} ${row + 1}`,
      box: [left, top, right, bottom],
      numbers,
    };
  }
  const [confidence = 0, x = 0, y = 0, width = 0, height = 0] = numbers.slice(mostClasses);
  const number = numbers.slice(0, mostClasses).indexOf(1);
  const classes = settings.classes as readonly string[];
  const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2] as const;
  return { label: classes[number] ?? `class ${number}`, confidence, box, numbers };
}
