// Annotations from the files of other tools: COCO, GeoJSON and labelme. Polygons with the same label in the same image
// are regions of one annotation, whose sentence is the label unless another is named for it.
import { isObject } from "../../base/isObject.js";
import type { Point } from "../indicators/polygonMask.js";
import type { Annotation, Region } from "./annotation.js";
import { parsePolygon, refusal, typeName } from "./annotationFile.js";

/** Options of a conversion. */
export interface ConversionOptions {
  /** Name of the file, for messages. */
  readonly name?: string;
  /** Returns the sentence of a label; the label itself by default. */
  readonly captionOf?: (label: string) => string;
}

/** A region with its label and image. */
interface LabeledRegion {
  readonly label: string;
  readonly image: string;
  readonly region: Region;
}

/**
 * Reads annotations in COCO's form. A label is the name of the category. An annotation without polygons has the corners of
 * its box.
 *
 * @param content of the JSON file
 * @throws {DataError} for run-length encoded segmentations and for references to images or categories that are missing
 * @example
 * const [annotation] = annotationsFromCoco({
 *   images: [{ id: 1, file_name: "12.jpg" }],
 *   categories: [{ id: 7, name: "white boats" }],
 *   annotations: [{ image_id: 1, category_id: 7, segmentation: [[0, 0, 90, 0, 90, 50]] }],
 * });
 * console.log(annotation!.caption); // "white boats"
 */
export function annotationsFromCoco(content: unknown, options: ConversionOptions = {}): Annotation[] {
  const { name = "COCO" } = options;
  const [images, categories] = [byId(content, "images", name), byId(content, "categories", name)];
  const items = listOf(content, "annotations", name);
  return grouped(
    items.flatMap((item, i) => {
      const place = `${name}: annotations, item ${i + 1}`;
      if (!isObject(item)) throw refusal(place, "an object", typeName(item));
      const image = textOf(images, item.image_id, "file_name", `${place}: image_id`);
      const label = textOf(categories, item.category_id, "name", `${place}: category_id`);
      return cocoPolygons(item, place).map((region) => ({ label, image, region }));
    }),
    options,
  );
}

function cocoPolygons({ segmentation, bbox }: Record<string, unknown>, place: string): Region[] {
  if (Array.isArray(segmentation) && segmentation.length > 0) {
    return segmentation.map((flat: unknown, i) => {
      const polygon = `${place}: segmentation ${i + 1}`;
      if (!Array.isArray(flat) || flat.length % 2 !== 0) throw refusal(polygon, "pairs x, y", typeName(flat));
      return parsePolygon(pairs(flat), polygon);
    });
  }
  if (isObject(segmentation)) {
    throw refusal(`${place}: segmentation`, "polygons", "a run-length encoded mask");
  }
  if (!Array.isArray(bbox) || bbox.length !== 4 || !bbox.every((value) => Number.isFinite(value))) {
    throw refusal(`${place}: segmentation`, "polygons, or a bbox", typeName(segmentation));
  }
  const [x, y, width, height] = bbox as [number, number, number, number];
  return [parsePolygon(rectangle([x, y], [x + width, y + height]), `${place}: bbox`)];
}

function pairs(flat: readonly unknown[]): unknown[] {
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
}

/**
 * An affine map from pixels to coordinates as GDAL writes it: x = a + column·b + row·c and y = d + column·e + row·f.
 */
export type GeoTransform = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Options of `annotationsFromGeoJson`. */
export interface GeoJsonOptions extends ConversionOptions {
  /** File name of the image. */
  readonly image: string;
  /** Maps pixels to the coordinates of the file. By default the coordinates are pixels. */
  readonly transform?: GeoTransform;
  /** Property of a feature with its label. By default the first of `caption`, `label` and `name` that it has. */
  readonly property?: string;
}

/**
 * Reads annotations from a GeoJSON collection of polygons in the coordinates of the image. A hole is left out, because the
 * form of AIR-SLT has none.
 *
 * @param content of the GeoJSON file
 * @throws {DataError} for other geometries, and for a transform that cannot be inverted
 * @example
 * const coordinates = [[[500, 900], [590, 900], [590, 850], [500, 900]]];
 * const feature = { type: "Feature", properties: { label: "a pier" }, geometry: { type: "Polygon", coordinates } };
 * const [annotation] = annotationsFromGeoJson(
 *   { type: "FeatureCollection", features: [feature] },
 *   { image: "12.tif", transform: [500, 1, 0, 900, 0, -1] },
 * );
 * console.log(annotation!.regions[0]); // [[0, 0], [90, 0], [90, 50]]
 */
export function annotationsFromGeoJson(content: unknown, options: GeoJsonOptions): Annotation[] {
  const { name = "GeoJSON", image, transform, property } = options;
  const toPixels = transform ? inverse(transform, name) : (point: Point) => point;
  const features = listOf(content, "features", name);
  return grouped(
    features.flatMap((feature, i) => {
      const place = `${name}: features, item ${i + 1}`;
      if (!isObject(feature)) throw refusal(place, "a feature", typeName(feature));
      const label = labelOf(feature.properties, property, place);
      return outerRings(feature.geometry, place).map((ring) => {
        const corners = parsePolygon(ring, place).map(toPixels);
        return { label, image, region: opened(corners) };
      });
    }),
    options,
  );
}

function labelOf(properties: unknown, property: string | undefined, place: string): string {
  const names = property === undefined ? ["caption", "label", "name"] : [property];
  const values = isObject(properties) ? names.map((name) => properties[name]) : [];
  const label = values.find((value) => typeof value === "string" && value.trim() !== "");
  if (typeof label === "string") return label.trim();
  throw refusal(
    `${place}: properties`,
    `a text named ${names.join(", ")}`,
    JSON.stringify(properties) ?? "none",
  );
}

/** Returns the outer ring of each polygon of a geometry. */
function outerRings(geometry: unknown, place: string): unknown[] {
  const { type, coordinates } = isObject(geometry) ? geometry : {};
  const isList = Array.isArray(coordinates);
  if (type === "Polygon" && isList) return [flat(coordinates[0])];
  if (type === "MultiPolygon" && isList) {
    return coordinates.map((rings: unknown) => flat(Array.isArray(rings) ? rings[0] : rings));
  }
  throw refusal(`${place}: geometry`, "a Polygon or a MultiPolygon", JSON.stringify(type) ?? "none");
}

/** Leaves out the altitude of positions. */
function flat(ring: unknown): unknown {
  if (!Array.isArray(ring)) return ring;
  return ring.map((position: unknown) => (Array.isArray(position) ? position.slice(0, 2) : position));
}

/** Returns the map from coordinates to pixels. */
function inverse([a, b, c, d, e, f]: GeoTransform, name: string): (point: Point) => Point {
  const determinant = b * f - c * e;
  if (!Number.isFinite(determinant) || determinant === 0) {
    throw refusal(
      `${name}: transform`,
      "an affine map that can be inverted",
      `[${[a, b, c, d, e, f].join(", ")}]`,
    );
  }
  return ([x, y]) => {
    const [dx, dy] = [x - a, y - d];
    return [(f * dx - c * dy) / determinant, (b * dy - e * dx) / determinant];
  };
}

/** Removes the last corner of a closed ring. */
function opened(corners: readonly Point[]): Region {
  const [first, last] = [corners[0]!, corners.at(-1)!];
  return first[0] === last[0] && first[1] === last[1] ? corners.slice(0, -1) : corners;
}

/**
 * Reads annotations in the form of labelme. Rectangles become polygons of four corners.
 *
 * @param content of the JSON file
 * @throws {DataError} for shapes other than polygons and rectangles
 * @example
 * const points = [[0, 0], [90, 50]];
 * const shapes = [{ label: "a pier", shape_type: "rectangle", points }];
 * console.log(annotationsFromLabelme({ imagePath: "12.jpg", shapes })[0]!.regions[0]!.length); // 4
 */
export function annotationsFromLabelme(content: unknown, options: ConversionOptions = {}): Annotation[] {
  const { name = "labelme" } = options;
  const shapes = listOf(content, "shapes", name);
  const path = (content as Record<string, unknown>).imagePath;
  if (typeof path !== "string" || path === "") {
    throw refusal(`${name}: imagePath`, "the file name of an image", typeName(path));
  }
  const image = path.split(/[\\/]/).at(-1)!;
  return grouped(
    shapes.map((shape, i) => {
      const place = `${name}: shapes, item ${i + 1}`;
      if (!isObject(shape)) throw refusal(place, "a shape", typeName(shape));
      const { label, points, shape_type: type = "polygon" } = shape;
      if (typeof label !== "string" || label.trim() === "") {
        throw refusal(`${place}: label`, "a text", typeName(label));
      }
      if (type !== "polygon" && type !== "rectangle") {
        throw refusal(`${place}: shape_type`, "polygon or rectangle", JSON.stringify(type));
      }
      const isBox = type === "rectangle" && Array.isArray(points) && points.length === 2;
      const corners = isBox ? rectangle(points[0] as Point, points[1] as Point) : points;
      return { label: label.trim(), image, region: parsePolygon(corners, place) };
    }),
    options,
  );
}

function rectangle([x0, y0]: Point, [x1, y1]: Point): Point[] {
  return [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
}

/** Joins the regions of each label and image, in the order of their first appearance. */
function grouped(
  regions: readonly LabeledRegion[],
  { captionOf = (label) => label }: ConversionOptions,
): Annotation[] {
  const groups = new Map<string, { caption: string; image: string; regions: Region[] }>();
  for (const { label, image, region } of regions) {
    const caption = captionOf(label);
    const key = JSON.stringify([image, caption]);
    const group = groups.get(key) ?? { caption, image, regions: [] };
    group.regions.push(region);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function listOf(content: unknown, key: string, name: string): unknown[] {
  const list = isObject(content) ? content[key] : undefined;
  if (Array.isArray(list)) return list;
  throw refusal(`${name}: ${key}`, "a list", typeName(isObject(content) ? list : content));
}

/** Returns the items of a list by their id. */
function byId(content: unknown, key: string, name: string): Map<unknown, Record<string, unknown>> {
  return new Map(
    listOf(content, key, name)
      .filter(isObject)
      .map((item) => [item.id, item]),
  );
}

function textOf(
  items: ReadonlyMap<unknown, Record<string, unknown>>,
  id: unknown,
  key: string,
  place: string,
): string {
  const text = items.get(id)?.[key];
  if (typeof text === "string" && text !== "") return text;
  throw refusal(place, `the id of an item with ${key}`, JSON.stringify(id) ?? "none");
}
