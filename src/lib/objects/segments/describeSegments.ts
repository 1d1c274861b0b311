// The 20 numbers of a segment, the order of segments by salience, and the graph over them.

import { normalizeEdges } from "../normalizeEdges.js";
import { objectChannels, objectCount } from "../objectSource.js";
import { distance, type RegionMeasures } from "./measureRegions.js";

/** Place of the left edge of the box in the numbers of a segment. The top, right and bottom edges follow. */
export const firstEdge = 11;

/**
 * Returns the 20 numbers of a segment, most of them in 0…1 and the cosines and sines in −1…1: mean of red, green and blue;
 * their standard deviations × 2; square root of the area; elongation; mean gradient × 4, at most 1; cosine and sine of twice
 * the gradient's direction; box as left, top, right, bottom; contrast to the neighbors; cosine and sine of twice the axis
 * × elongation; share of the box that is filled; share of the outline at the border of the image.
 */
function channelsOf(region: RegionMeasures): number[] {
  const { color, spread, area, elongation, edges, direction, box, contrast, axis, border } = region;
  const [left, top, right, bottom] = box;
  return [
    ...color,
    ...spread.map((value) => 2 * value),
    Math.sqrt(area),
    elongation,
    Math.min(1, 4 * edges),
    ...direction,
    ...box,
    Math.min(1, contrast),
    axis[0] * elongation,
    axis[1] * elongation,
    area / Math.max(1e-12, (right - left) * (bottom - top)),
    border,
  ];
}

/**
 * Returns the salience of a segment: √√area × (contrast to the neighbors + distance to the image's mean color) ×
 * compactness × (1 − ½ × share of the outline at the border). Compactness is 4√area / outline, which is 1 for a square and
 * small for the strips along blurred edges. Large, colorful, compact and enclosed segments come first.
 */
function salienceOf(region: RegionMeasures, mean: RegionMeasures["color"]): number {
  const { area, contrast, color, border, compactness } = region;
  return Math.sqrt(Math.sqrt(area)) * (contrast + distance(color, mean)) * compactness * (1 - border / 2);
}

/** Number of largest regions that are always chosen. */
const largestCount = 5;

/**
 * Chooses the 5 largest regions, which are the ground, the water or the fields that captions name, and the most salient of
 * the others up to 20. Returns them by area, the largest first. Of equal ones the first in reading order comes first. A
 * local branch has weights for each row, and the row of a region changes less from image to image by its area than by its
 * salience.
 */
export function chooseRegions(regions: readonly RegionMeasures[]): number[] {
  const mean = [0, 1, 2].map((c) => regions.reduce((sum, { area, color }) => sum + area * color[c]!, 0));
  const salience = regions.map((region) => salienceOf(region, mean as [number, number, number]));
  const byArea = (a: number, b: number) => regions[b]!.area - regions[a]!.area || a - b;
  const order = regions.map((_, i) => i).sort(byArea);
  const others = order.slice(largestCount).sort((a, b) => salience[b]! - salience[a]! || a - b);
  return [...order.slice(0, largestCount), ...others].slice(0, objectCount).sort(byArea);
}

/** Returns the numbers of the chosen regions, [20, 20]. Rows without a region are zero. */
export function segmentChannels(regions: readonly RegionMeasures[], chosen: readonly number[]): Float32Array {
  const objects = new Float32Array(objectCount * objectChannels);
  for (const [row, region] of chosen.entries())
    objects.set(channelsOf(regions[region]!), row * objectChannels);
  return objects;
}

/** Color distance at which two segments are half alike. */
const halfAlike = 0.05;
/** Weight of touch, and of likeness. Greater ones average the segments in the three products of a local branch. */
const edgeWeight = 0.15;

/**
 * Returns the adjacency of the chosen regions, [20, 20]. An edge is 0.15 × (touch + likeness). Touch is the share of the
 * shorter outline that both have in common. Likeness is 1 / (1 + (color distance / 0.05)²). The matrix is normalized by
 * {@link normalizeEdges}.
 */
export function segmentAdjacency(
  regions: readonly RegionMeasures[],
  chosen: readonly number[],
): Float32Array {
  const edges = new Float32Array(objectCount * objectCount);
  for (const [i, first] of chosen.entries()) {
    for (const [j, second] of chosen.entries()) {
      if (i === j) continue;
      const [a, b] = [regions[first]!, regions[second]!];
      const touch = Math.min(1, (a.contacts.get(second) ?? 0) / Math.min(a.outline, b.outline));
      const far = distance(a.color, b.color) / halfAlike;
      edges[i * objectCount + j] = edgeWeight * (touch + 1 / (1 + far * far));
    }
  }
  return normalizeEdges(edges, chosen.length);
}
