// Chooses the bands of a TIFF that become red, green and blue.

import type { DecodeOptions } from "../../decodeOptions.js";
import { ImageRefusal } from "../../imageRefusal.js";
import { photometric, type TiffHeader } from "./tiffHeader.js";

/** More pages than this are no bands of one picture, but times, depths or a pile of scans. */
const mostPages = 16;

/**
 * Returns the bands to read: those that the caller asks for, those that the file names, or the first three. An image of
 * one band is gray.
 *
 * @returns three indices from 0, or one for a gray image
 * @throws {ImageRefusal} when the image has fewer bands, or two of which neither is an alpha channel
 */
export function bandIndices(header: TiffHeader, { bands: asked }: DecodeOptions): readonly number[] {
  const { bands, named, alpha, pages, photometric: kind } = header;
  if (asked) {
    requireBands(asked, bands);
    return asked.map((band) => band - 1);
  }
  if (pages.length > mostPages)
    throw new ImageRefusal(
      `${pages.length} or more pages of one band`,
      "choose three of them by bands (--bands)",
    );
  if (bands === 1 || (bands === 2 && alpha !== undefined)) return [0];
  if (bands === 2) {
    throw new ImageRefusal(
      `2 bands${namesOf(header)}, which are neither gray nor RGB`,
      "choose by bands (--bands), such as 1 for a gray image or 1,2,1",
    );
  }
  return kind === photometric.cmyk || kind === photometric.yCbCr ? [0, 1, 2] : (named ?? [0, 1, 2]);
}

/** @throws {ImageRefusal} when an image lacks a band */
export function requireBands(asked: readonly number[], bands: number): void {
  if (Math.max(...asked) <= bands) return;
  throw new ImageRefusal(
    `${bands} ${bands === 1 ? "band" : "bands"}, fewer than the bands ${asked.join(", ")} need`,
    "correct bands (--bands)",
  );
}

function namesOf({ names }: TiffHeader): string {
  return names ? ` (${names.join(", ")})` : "";
}
