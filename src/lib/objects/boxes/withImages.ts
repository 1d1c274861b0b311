// Fits a list of boxes to a folder of images.
import { BoxTable } from "./boxTable.js";
import { requireClasses } from "./classes.js";
import type { BoxList, ImageBoxes } from "./objectBox.js";

/**
 * Returns the entries of some images under their names. An image without an entry has no objects. Use it for lists of
 * detections, which do not name images without objects.
 *
 * @param images names of image files
 * @param classes classes to keep, at most 15; all by default
 * @example
 * const list = { images: [{ image: "port_1", boxes: [{ label: "boat", confidence: 1, box: [0, 0, 9, 9] }] }] } as const;
 * console.log(withImages(list, ["port_1.tif", "field_2.tif"]).images.length); // 2
 *
 * @throws {OptionError} for an impossible list of classes
 */
export function withImages(list: BoxList, images: readonly string[], classes?: readonly string[]): BoxList {
  if (classes) requireClasses(classes);
  const table = new BoxTable("boxes", list.images);
  const known = classes && new Set(classes);
  return {
    classes: classes ?? list.classes,
    images: images.map((image): ImageBoxes => {
      const { boxes = [], ...entry } = table.find({ name: image }, "empty") ?? { image };
      return { ...entry, image, boxes: known ? boxes.filter(({ label }) => known.has(label)) : boxes };
    }),
  };
}
