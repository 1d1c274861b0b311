// The best regions of a score map: parts above a threshold, without those that overlap a better one.
import { OptionError } from "../../base/errors.js";
import type { Localization } from "../maps/localization.js";
import { intersectionOverUnion, type Tile } from "../tiles/tile.js";

/** Options of `bestRegions`. */
export interface RegionOptions {
  /** Least value of the filtered map in a region, above 0 and at most 1; 0.75 by default. */
  readonly threshold?: number;
  /** IoU with a better region from which a region is left out, 0…1; 0.1 by default. */
  readonly overlap?: number;
  /** Greatest number of regions; 100 by default. */
  readonly most?: number;
}

/** A part of a map above the threshold, as its bounding box in pixels of the image. */
export interface FoundRegion extends Tile {
  /** Mean value of the filtered map in the region, 0…1. */
  readonly score: number;
  /** Greatest value of the filtered map in the region, 0…1. */
  readonly peak: number;
  /** Number of pixels of the region, which may be fewer than those of the box. */
  readonly area: number;
}

const defaults = { threshold: 0.75, overlap: 0.1, most: 100 } as const;

/**
 * Finds the best regions of a filtered map. Cells above the threshold that touch at an edge form a region. A region whose box
 * overlaps the box of a better one is left out (non-maximum suppression).
 *
 * @returns regions by their mean value, best first
 * @throws {OptionError} when an option is outside of its range
 * @example
 * const image = await TiledImage.open(model, "harbour.tif", { tileSizes: [128] });
 * const regions = bestRegions(await image.locate("white boats at a pier"), { threshold: 0.9 });
 * console.log(regions.map(({ left, top, score }) => [left, top, score]));
 * await image.dispose();
 */
export function bestRegions(found: Localization, options: RegionOptions = {}): FoundRegion[] {
  const { threshold, overlap, most } = regionSettings(options);
  const candidates = connectedRegions(found, threshold).sort((a, b) => b.score - a.score || b.area - a.area);
  const best: FoundRegion[] = [];
  for (const region of candidates) {
    if (best.length === most) break;
    if (best.every((better) => intersectionOverUnion(better, region) < overlap)) best.push(region);
  }
  return best;
}

/** Fills in the defaults. @param spell returns the name of an option in messages @throws {OptionError} */
export function regionSettings(
  options: RegionOptions,
  spell: (name: string) => string = (name) => name,
): Required<RegionOptions> {
  const { threshold = defaults.threshold, overlap = defaults.overlap, most = defaults.most } = options;
  const refuse = (name: string, expected: string, found: number): never => {
    throw new OptionError(`${spell(name)}: expected ${expected}, found ${found}; choose another.`);
  };
  if (!(threshold > 0 && threshold <= 1)) refuse("threshold", "a value above 0 and at most 1", threshold);
  if (!(overlap > 0 && overlap <= 1)) refuse("overlap", "an IoU above 0 and at most 1", overlap);
  if (!Number.isInteger(most) || most < 1) refuse("most", "a whole number of at least 1", most);
  return { threshold, overlap, most };
}

/** Returns the groups of cells above a threshold that touch at their edges. */
function connectedRegions(found: Localization, threshold: number): FoundRegion[] {
  const { bytes, width, height, cellSize, image } = found;
  const least = threshold * 255 - 1e-9;
  const open: number[] = [];
  const seen = new Uint8Array(bytes.length);
  const visit = (cell: number) => {
    if (seen[cell] === 1 || bytes[cell]! < least) return;
    seen[cell] = 1;
    open.push(cell);
  };
  const regions: FoundRegion[] = [];
  for (let start = 0; start < bytes.length; start++) {
    visit(start);
    if (open.length === 0) continue;
    let [left, top, right, bottom] = [width, height, 0, 0];
    let [sum, peak, area] = [0, 0, 0];
    for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
      const x = cell % width;
      const y = (cell - x) / width;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      // The last column and row may have cells that the image fills in part.
      const pixels =
        Math.min(cellSize, image.width - x * cellSize) * Math.min(cellSize, image.height - y * cellSize);
      area += pixels;
      sum += pixels * bytes[cell]!;
      peak = Math.max(peak, bytes[cell]!);
      if (x > 0) visit(cell - 1);
      if (x + 1 < width) visit(cell + 1);
      if (y > 0) visit(cell - width);
      if (y + 1 < height) visit(cell + width);
    }
    regions.push({
      left: left * cellSize,
      top: top * cellSize,
      width: Math.min(image.width, (right + 1) * cellSize) - left * cellSize,
      height: Math.min(image.height, (bottom + 1) * cellSize) - top * cellSize,
      score: sum / area / 255,
      peak: peak / 255,
      area,
    });
  }
  return regions;
}
