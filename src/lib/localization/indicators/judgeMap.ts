// The indicators of semantic localization (Yuan et al., TGRS 2022): they judge a map by annotated regions.
import { OptionError } from "../../base/errors.js";
import type { ImageSize } from "../tiles/tile.js";
import { type AttentionCenter, attentionCenters } from "./attentionCenters.js";
import { type Point, polygonMask } from "./polygonMask.js";

/** The four indicators, each in 0…1. */
export interface Indicators {
  /** Share of the map's sum inside of the regions, weighed by their area (significant area). Higher is better. */
  readonly rsu: number;
  /** Distance of the attention centers from the regions' centers (attention shift). Lower is better. */
  readonly ras: number;
  /** Concentration of the attention centers of a region (discreteness). Higher is better. */
  readonly rda: number;
  /** 0.4 Rsu + 0.35 (1 − Ras) + 0.25 Rda (mean). Higher is better. */
  readonly rmi: number;
}

/** One region with its circle and the attention centers in it. */
export interface JudgedRegion {
  /** Mean of the polygon's corners, cut to whole pixels. A corner counts as often as it is listed. */
  readonly center: Point;
  /** 1.5 times the mean distance of the corners from the center, cut to whole pixels; 0 for a single point. */
  readonly radius: number;
  /** Indices of the attention centers at most `radius` pixels from the center. */
  readonly inside: readonly number[];
  /**
   * Mean distance of the centers inside from the region's center, in radii, 0…1; 1 when none is inside. A region with a
   * radius of 0 has 0 for a center right on it.
   */
  readonly shift: number;
  /** The region's part of Rda: 0 without a center inside, 1 with one, and at most 0.64 with more. */
  readonly discreteness: number;
}

/** The indicators of a map with every intermediate result. */
export interface Judgement extends Indicators {
  /** Width and height of the map in pixels. */
  readonly size: ImageSize;
  /** 1 for each pixel in a region, row after row. */
  readonly mask: Uint8Array;
  /** Number of pixels in the regions. */
  readonly area: number;
  /** Sum of the map's values in the regions. */
  readonly inside: number;
  /** Sum of the map's values. */
  readonly total: number;
  /** The regions, in the order of the annotation. */
  readonly regions: readonly JudgedRegion[];
  /** The attention centers of the map, highest first. */
  readonly centers: readonly AttentionCenter[];
}

/** A map as gray values. A `Localization` has them as `bytes`. */
export interface GrayMap extends ImageSize {
  /** One byte for each pixel, 255 for 1, row after row. */
  readonly gray: Uint8Array;
}

/**
 * Judges a map by annotated regions, as the authors' code does.
 *
 * Rsu is 0 for regions without a pixel of the image. Without an attention center, Ras is 1 and Rda is 0.
 *
 * @param map in the size of the annotated image
 * @param polygons one for each region, in pixels
 * @param known attention centers of the same map, from an earlier judgment; they take most of the time. Default none
 * @throws {OptionError} when there is no region, or the map has another number of pixels than its size says
 * @example
 * const gray = new Uint8Array(600 * 600).fill(10);
 * for (let y = 200; y < 300; y++) gray.fill(255, y * 600 + 200, y * 600 + 300);
 * const square = [[200, 200], [299, 200], [299, 299], [200, 299]] as const;
 * const { rsu, ras, rda, rmi } = judgeMap({ width: 600, height: 600, gray }, [square]);
 * console.log(rsu, ras, rda, rmi);
 */
export function judgeMap(
  map: GrayMap,
  polygons: readonly (readonly Point[])[],
  known?: readonly AttentionCenter[],
): Judgement {
  const { gray, width, height } = map;
  checkMap(map, polygons);
  const size = { width, height };
  const centers = known ?? attentionCenters(gray, size);
  const mask = polygonMask(polygons, size);
  const regions = polygons.map((polygon) => judgeRegion(polygon, centers));
  const sums = sumsOf(gray, mask);
  const rsu = significantArea(sums, gray.length);
  const mean = (value: (region: JudgedRegion) => number) =>
    regions.reduce((sum, region) => sum + value(region), 0) / regions.length;
  const shift = mean((region) => region.shift);
  const ras = centers.length === 0 ? 1 : (Math.exp(3 * shift) - 1) / (Math.exp(3) - 1);
  const rda = mean((region) => region.discreteness);
  const rmi = 0.4 * rsu + 0.35 * (1 - ras) + 0.25 * rda;
  return { rsu, ras, rda, rmi, size, mask, ...sums, regions, centers };
}

function checkMap({ gray, width, height }: GrayMap, polygons: readonly (readonly Point[])[]): void {
  if (gray.length !== width * height) {
    throw new OptionError(
      `map: expected ${width} × ${height} gray values, found ${gray.length}; give the map in the size of the image.`,
    );
  }
  if (polygons.length === 0 || polygons.some((polygon) => polygon.length === 0)) {
    throw new OptionError(
      "regions: expected at least one polygon, each with corners, found none; annotate a region.",
    );
  }
}

/** Sums that Rsu is computed from. */
interface Sums {
  readonly area: number;
  readonly inside: number;
  readonly total: number;
}

function sumsOf(gray: Uint8Array, mask: Uint8Array): Sums {
  let [area, inside, total] = [0, 0, 0];
  for (const value of gray) total += value;
  const [first, last] = [mask.indexOf(1), mask.lastIndexOf(1)];
  for (let k = Math.max(0, first); k <= last; k++) {
    if (mask[k] === 0) continue;
    area += 1;
    inside += gray[k]!;
  }
  return { area, inside: inside / 255, total: total / 255 };
}

/** Weight of the exponent, 0.707 in the authors' code. */
const areaWeight = 707 / 1000;

function significantArea({ area, inside, total }: Sums, pixels: number): number {
  if (area === 0) return 0;
  return 1 - Math.exp((-areaWeight * (inside / (total - inside + 1e-7)) * (pixels - area)) / area);
}

function judgeRegion(polygon: readonly Point[], centers: readonly AttentionCenter[]): JudgedRegion {
  const mean = (axis: 0 | 1) =>
    Math.trunc(polygon.reduce((sum, corner) => sum + corner[axis], 0) / polygon.length);
  const center: Point = [mean(0), mean(1)];
  const distances = polygon.map(([x, y]) => Math.hypot(x - center[0], y - center[1]));
  const radius = Math.floor((1.5 * distances.reduce((sum, one) => sum + one, 0)) / distances.length);
  const toCenter = centers.map(({ x, y }) => Math.hypot(x - center[0], y - center[1]));
  const inside = [...centers.keys()].filter((i) => toCenter[i]! <= radius);
  const found = inside.map((i) => centers[i]!);
  return {
    center,
    radius,
    inside,
    shift: shiftOf(
      inside.map((i) => toCenter[i]!),
      radius,
    ),
    discreteness: discretenessOf(found, radius),
  };
}

function shiftOf(distances: readonly number[], radius: number): number {
  if (distances.length === 0) return 1;
  if (radius === 0) return 0;
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length / radius;
}

function discretenessOf(centers: readonly AttentionCenter[], radius: number): number {
  const count = centers.length;
  if (count <= 1) return count;
  const x = centers.reduce((sum, center) => sum + center.x, 0) / count;
  const y = centers.reduce((sum, center) => sum + center.y, 0) / count;
  const spread = centers.reduce((sum, center) => sum + Math.hypot(center.x - x, center.y - y), 0) / count;
  return 0.5 * (1 - spread / radius) + Math.exp(-0.5 * (count + 2));
}
