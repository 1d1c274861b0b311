// The classes of objects and their numbers.
import { DataError, OptionError } from "../../base/errors.js";
import { listFirst } from "../../base/messages/listFirst.js";
import { nearestName } from "../../base/messages/nearestName.js";
import { mostClasses } from "./describeBoxes.js";
import type { BoxList } from "./objectBox.js";

/** Treatment of objects whose class is not in the list of classes. */
export type UnknownClasses = "refuse" | "leave out";

/** Checks a list of classes. @throws {OptionError} for an empty list, a repeated name or more than 15 names */
export function requireClasses(classes: readonly string[]): void {
  const isValid = classes.length > 0 && new Set(classes).size === classes.length;
  if (isValid && classes.length <= mostClasses) return;
  throw new OptionError(
    `classes: expected 1 to ${mostClasses} different names, found ${classes.length} (${listFirst(classes, 6)}); name the classes to keep.`,
  );
}

/**
 * Returns the classes of a file: the declared ones, or those that occur, sorted.
 *
 * @throws {DataError} when more than 15 classes occur
 */
export function classesOf(file: string, { classes = [], images }: BoxList): readonly string[] {
  if (classes.length > 0 && classes.length <= mostClasses) return [...new Set(classes)];
  const found = [...new Set(images.flatMap(({ boxes }) => boxes.map(({ label }) => label)))].sort();
  if (found.length <= mostClasses) return found;
  throw new DataError(
    `${file}: expected at most ${mostClasses} classes of objects, found ${found.length} (${listFirst(found, 6)}); name those to keep (classes, or amfmn objects --classes).`,
  );
}

/**
 * Checks that each object of a file has a known class.
 *
 * @throws {DataError} that names the first image with an unknown class
 */
export function refuseUnknown(file: string, { images }: BoxList, classes: readonly string[]): void {
  const known = new Set(classes);
  for (const { image, boxes } of images) {
    const unknown = boxes.find(({ label }) => !known.has(label));
    if (!unknown) continue;
    const near = nearestName(unknown.label, classes);
    throw new DataError(
      `${file}: ${image}: expected one of the classes ${listFirst(classes, mostClasses)}, found "${unknown.label}"` +
        `${near === undefined ? "" : `, which is nearest to ${near}`}; rename it, or leave other classes out (amfmn objects --classes).`,
    );
  }
}
