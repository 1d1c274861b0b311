// The options of all commands that read images.
import {
  type DecodeOptions,
  differsFrom,
  parseBands,
  parseStretch,
} from "../lib/data/images/decodeOptions.js";
import type { BadImage } from "../lib/data/index.js";
import type { Output } from "./command.js";

/** Flags for images with more than three bands or more than 8 bits. */
export const decodeOptions = {
  bands: {
    type: "string",
    placeholder: "R,G,B",
    help: "the bands to show, counted from 1, such as 4,3,2 (default: the checkpoint's, else the named ones, else 1,2,3)",
  },
  stretch: {
    type: "string",
    placeholder: "NAME|LOW,HIGH",
    help: "how more than 8 bits become bytes: auto, full, percentile, min-max or two numbers (default: the checkpoint's, else auto)",
  },
} as const;

/** The flag of commands that refuse bad images. */
export const badImageOption = {
  "on-bad-image": {
    type: "string",
    placeholder: "skip|fail",
    help: "skip images that cannot be decoded, or end before any work (default fail)",
  },
} as const;

/** Reads the flags. @throws {OptionError} for bands or a stretch that do not exist */
export function decodeFlags(flags: { readonly bands?: string; readonly stretch?: string }): DecodeOptions {
  const { bands, stretch } = flags;
  return {
    ...(bands !== undefined && { bands: parseBands(bands) }),
    ...(stretch !== undefined && { stretch: parseStretch(stretch) }),
  };
}

/** Says that images are read in another way than those of the model's training. */
export function noteDifference(
  asked: DecodeOptions,
  trained: DecodeOptions | undefined,
  output: Output,
): void {
  for (const difference of differsFrom(asked, trained)) output.warn(`note: ${difference}`);
}

/** Lists the images that were skipped. */
export function noteSkipped(images: readonly BadImage[], total: number, output: Output): void {
  if (images.length === 0) return;
  output.warn(`Skipped ${images.length} of ${total} images that cannot be decoded:`);
  for (const { reason } of images) output.warn(`  ${reason}`);
}
