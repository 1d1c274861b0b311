// True boxes of the objects of drawn scenes, in the JSON that sources of boxes read.
import { writeFileAtomic } from "../../base/writeFileAtomic.js";

/**
 * Classes of the objects in drawn scenes. A pool is a pond or a swimming pool. Cover such as grass, water, roads and trees
 * is no object.
 */
export const objectLabels = [
  "plane",
  "boat",
  "car",
  "bridge",
  "roundabout",
  "building",
  "house",
  "storage tank",
  "solar panel",
  "baseball field",
  "football field",
  "tennis court",
  "field",
  "pool",
  "parasol",
] as const;
/** A class of objects in drawn scenes. */
export type ObjectLabel = (typeof objectLabels)[number];

/** The place of an object in pixels of the picture. */
interface ObjectPlace {
  /** Left, top, right and bottom, cut at the edges of the picture. */
  readonly box: readonly number[];
  /** The corners x0, y0 … x3, y3 of an object that lies at an angle. */
  readonly corners?: readonly number[];
}

/** An object of a drawn scene. */
export interface SceneObject extends ObjectPlace {
  readonly label: ObjectLabel;
}

/** A rectangle about its center, rotated by an angle in degrees. */
interface Rectangle {
  readonly cx: number;
  readonly cy: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
}

/**
 * Returns the place of a rectangle in a drawing that is rotated by quarter turns; undefined outside of the picture.
 *
 * @param side of the picture in pixels
 * @param quarterTurns clockwise, about the center of the picture
 */
export function cornersIn(
  side: number,
  quarterTurns: number,
  { cx, cy, width, height, angle }: Rectangle,
): ObjectPlace | undefined {
  const radians = (angle * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].flatMap(([a, b]) => {
    const [dx, dy] = [(a! * width) / 2, (b! * height) / 2];
    let [x, y] = [cx + cosine * dx - sine * dy - side / 2, cy + sine * dx + cosine * dy - side / 2];
    for (let turn = 0; turn < quarterTurns; turn++) [x, y] = [-y, x];
    return [tenths(x + side / 2), tenths(y + side / 2)];
  });
  const [xs, ys] = [0, 1].map((axis) => corners.filter((_, i) => i % 2 === axis)) as [number[], number[]];
  const inside = (value: number) => Math.min(side, Math.max(0, value));
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].map(inside);
  if (!(box[2]! > box[0]! && box[3]! > box[1]!)) return undefined;
  return angle % 90 === 0 ? { box } : { box, corners };
}

/** Rounds to a tenth of a pixel. */
function tenths(value: number): number {
  return Math.round(value * 10) / 10 + 0; // no −0
}

/** The objects of one picture. */
export interface PictureObjects {
  readonly image: string;
  readonly objects: readonly SceneObject[];
}

/** Writes the objects of square pictures. @throws {FileError} when the file cannot be written */
export async function writeObjects(
  file: string,
  side: number,
  pictures: readonly PictureObjects[],
): Promise<void> {
  const images = pictures.map(({ image, objects }) =>
    JSON.stringify({ image, width: side, height: side, objects }),
  );
  const classes = JSON.stringify(objectLabels);
  await writeFileAtomic(file, `{"classes": ${classes}, "images": [\n${images.join(",\n")}\n]}\n`);
}
