// Problems of regions that a reader should correct, in plain words.
import type { Regions } from "../state.js";
import { leastCorners } from "./edits.js";
import { areaOf, crossingEdges, isFlat, overlap } from "./geometry.js";

/** A problem of one region. */
export interface RegionProblem {
  /** Index of the region. */
  readonly region: number;
  readonly text: string;
}

/** Returns the problems of regions, in the order of the regions. */
export function problemsOf(
  regions: Regions,
  image: { readonly width: number; readonly height: number },
): RegionProblem[] {
  return regions.flatMap((corners, region) => {
    const texts: string[] = [];
    const crossing = crossingEdges(corners);
    if (corners.length < leastCorners)
      texts.push(`has ${corners.length} corners; a region needs at least ${leastCorners}`);
    else if (isFlat(corners) || (areaOf(corners) < 1 && !crossing)) texts.push("has no area; move a corner");
    else if (crossing)
      texts.push(
        `has edges that cross, after corners ${crossing[0] + 1} and ${crossing[1] + 1}; the measures leave every second part out`,
      );
    const repeated = corners.findIndex(
      ([x, y], i) => corners.findIndex(([otherX, otherY]) => otherX === x && otherY === y) < i,
    );
    if (repeated >= 0) texts.push(`repeats corner ${repeated + 1}, which moves the center of its circle`);
    if (corners.some(([x, y]) => x < 0 || y < 0 || x > image.width || y > image.height))
      texts.push("leaves the image; the part outside does not count");
    for (let other = 0; other < region; other++) {
      if (overlap(regions[other]!, corners))
        texts.push(`overlaps region ${other + 1}; the measures leave the common part out`);
    }
    return texts.map((text) => ({ region, text: `Region ${region + 1} ${text}.` }));
  });
}
