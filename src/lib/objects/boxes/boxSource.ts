// Objects of a file of boxes, looked up by the names of images.
import { DataError } from "../../base/errors.js";
import { named } from "../../data/images/decodeImage.js";
import { planImage } from "../../data/images/formats/planImage.js";
import {
  type ObjectGraphs,
  type ObjectImage,
  type ObjectSource,
  objectChannels,
  objectCount,
} from "../objectSource.js";
import { BoxTable } from "./boxTable.js";
import { classesOf, refuseUnknown, requireClasses, type UnknownClasses } from "./classes.js";
import { boxAdjacency, boxChannels, chooseBoxes } from "./describeBoxes.js";
import type { BoxList, ImageBoxes } from "./objectBox.js";
import { placeBoxes } from "./placedBox.js";
import { readBoxes } from "./readBoxes.js";

/** Options of sources of boxes. */
export interface BoxOptions {
  /**
   * Classes by their number, at most 15. Default: those that the file declares, or those that occur, sorted. A model is
   * used with the classes of its training.
   */
  readonly classes?: readonly string[];
  /** Treatment of objects of other classes. Default "refuse". */
  readonly unknown?: UnknownClasses;
  /** Treatment of images that the file does not list. `empty` takes them for images without objects. Default "refuse". */
  readonly missing?: "refuse" | "empty";
}

/**
 * Opens a file of boxes, in a form of `readBoxes`. An object becomes 20 numbers: 15 for its class, its confidence, and the
 * center, width and height of its box in units of the image. Near-equal objects are merged, and the 20 most salient are
 * kept. An image without objects has zeros only, so that a local branch returns its bias. Boxes do not follow the crop or
 * the rotation of an image.
 *
 * The edge of two objects is ½ (overlap + nearness) (1 + s₁ s₂). Overlap is the common area over the smaller area. Nearness
 * is 1 / (1 + (d / r)²) for centers at the distance d and the mean r of both diagonals. s is the confidence × √area, over the
 * greatest of the image. The adjacency is D^(−½) (E + I) D^(−½). The paper's DREA has no formula, so this one is our own.
 *
 * @param file as for `readBoxes`
 * @example
 * await synthesize({ out: "scenes", images: 2, seed: 1 });
 * const source = await openBoxes("scenes/objects.json");
 * console.log(source.kind, source.settings.classes); // boxes, and the classes of the drawn scenes
 *
 * @throws {DataError} for a file of another form, an unknown class, or more than 15 classes
 * @throws {OptionError} for an impossible list of classes
 * @throws {FileError} when the file cannot be read
 */
export async function openBoxes(file: string, options: BoxOptions = {}): Promise<ObjectSource> {
  if (options.classes) requireClasses(options.classes);
  return boxObjects(file, await readBoxes(file), options);
}

/**
 * Returns the source of a list of boxes, see `openBoxes`.
 *
 * @param name of the list, for messages
 * @example
 * const list = { images: [{ image: "a.png", width: 64, height: 64, boxes: [] }] };
 * const source = boxObjects("list", list, { classes: ["plane"] });
 * console.log(await source.read([{ name: "a.png" }], { size: 64, values: new Float32Array(0) })); // zeros
 *
 * @throws {DataError} for an unknown class, or more than 15 classes
 * @throws {OptionError} for an impossible list of classes
 */
export function boxObjects(name: string, list: BoxList, options: BoxOptions = {}): ObjectSource {
  if (options.classes) requireClasses(options.classes);
  const { classes = classesOf(name, list), unknown = "refuse", missing = "refuse" } = options;
  if (unknown === "refuse") refuseUnknown(name, list, classes);
  const table = new BoxTable(name, list.images);
  const graphs = new Map<ImageBoxes, ObjectGraphs>();
  const graphFor = async (image: ObjectImage): Promise<ObjectGraphs | undefined> => {
    const entry = table.find(image, missing);
    if (!entry) return undefined;
    const known = graphs.get(entry);
    if (known) return known;
    const graph = graphOf(name, entry, await sizeOf(name, entry, image), classes);
    graphs.set(entry, graph);
    return graph;
  };
  return {
    kind: "boxes",
    settings: { method: "one-hot/1", classes },
    read: async (images) => joined(await Promise.all(images.map(graphFor))),
  };
}

function graphOf(
  file: string,
  entry: ImageBoxes,
  size: { width: number; height: number },
  classes: readonly string[],
): ObjectGraphs {
  const numbers = new Map(classes.map((name, i) => [name, i]));
  const chosen = chooseBoxes(placeBoxes(file, entry, size, (label) => numbers.get(label)));
  return { objects: boxChannels(chosen), adjacency: boxAdjacency(chosen) };
}

function joined(graphs: readonly (ObjectGraphs | undefined)[]): ObjectGraphs {
  const [objectLength, graphLength] = [objectCount * objectChannels, objectCount * objectCount];
  const objects = new Float32Array(graphs.length * objectLength);
  const adjacency = new Float32Array(graphs.length * graphLength);
  for (const [i, graph] of graphs.entries()) {
    if (!graph) continue;
    objects.set(graph.objects, i * objectLength);
    adjacency.set(graph.adjacency, i * graphLength);
  }
  return { objects, adjacency };
}

/** Returns the size of an image as its entry says, or as the header of the image file says. */
async function sizeOf(
  file: string,
  { width, height }: ImageBoxes,
  { name, path }: ObjectImage,
): Promise<{ width: number; height: number }> {
  if (width !== undefined && height !== undefined) return { width, height };
  if (path === undefined) {
    throw new DataError(
      `${file}: ${name}: expected the width and height of the image, found an image in memory and none in the file; add them to the file.`,
    );
  }
  return named(path, undefined, () => planImage(path, {}));
}
