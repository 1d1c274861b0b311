// The way an image of any size becomes the square that a network takes.
import { OptionError } from "../../base/errors.js";

/** The filters of Pillow that networks are trained with. */
export const resizeFilters = ["bilinear", "bicubic"] as const;
/** `bilinear` is torchvision's default, `bicubic` OpenAI's choice for CLIP. */
export type ResizeFilter = (typeof resizeFilters)[number];

/** The forms of a resized image. */
export const resizeForms = ["stretch", "crop"] as const;
/** `stretch` resizes to the square and changes proportions. `crop` resizes the shorter side and takes the center. */
export type ResizeForm = (typeof resizeForms)[number];

/** Filter and form of resizing. */
export interface Resizing {
  /** The filter, `bilinear` by default. */
  readonly filter?: ResizeFilter;
  /** The form, `stretch` by default. */
  readonly form?: ResizeForm;
}

/** @throws {OptionError} that names a filter or form which does not exist */
export function checkResizing({ filter, form }: Resizing): void {
  oneOf("filter", filter, resizeFilters);
  oneOf("form", form, resizeForms);
}

function oneOf(name: string, value: string | undefined, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value)) return;
  throw new OptionError(`${name}: expected one of ${allowed.join(", ")}, found ${JSON.stringify(value)}.`);
}
