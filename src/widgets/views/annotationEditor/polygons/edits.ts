// Changes of polygons. Each returns new regions, as earlier ones stay in the history.
import type { Corner } from "../../pictures/shapes.js";
import type { Regions } from "../state.js";

/** A polygon has at least so many corners. */
export const leastCorners = 3;

/** Returns regions with one more, the last. */
export function withRegion(regions: Regions, corners: readonly Corner[]): Regions {
  return [...regions, corners];
}

/** Returns regions without one. */
export function withoutRegion(regions: Regions, region: number): Regions {
  return regions.filter((_, i) => i !== region);
}

/** Returns regions with a corner in another place. */
export function withCornerAt(regions: Regions, region: number, corner: number, to: Corner): Regions {
  return changed(regions, region, (corners) => corners.map((one, i) => (i === corner ? to : one)));
}

/** Returns regions with a corner more, after another one. */
export function withCornerAfter(regions: Regions, region: number, corner: number, at: Corner): Regions {
  return changed(regions, region, (corners) => corners.toSpliced(corner + 1, 0, at));
}

/** Returns regions without a corner. A polygon of three corners stays as it is. */
export function withoutCorner(regions: Regions, region: number, corner: number): Regions {
  return changed(regions, region, (corners) =>
    corners.length > leastCorners ? corners.toSpliced(corner, 1) : corners,
  );
}

/** Returns regions with one of them moved, no further than to the border of the image. */
export function withRegionMoved(
  regions: Regions,
  region: number,
  [dx, dy]: Corner,
  image: { readonly width: number; readonly height: number },
): Regions {
  return changed(regions, region, (corners) => {
    const limited = (step: number, all: readonly number[], end: number) =>
      Math.min(end - Math.max(...all), Math.max(-Math.min(...all), step));
    const x = limited(
      dx,
      corners.map(([left]) => left),
      image.width,
    );
    const y = limited(
      dy,
      corners.map(([, top]) => top),
      image.height,
    );
    return corners.map(([left, top]) => [left + x, top + y] as const);
  });
}

/** Returns the nearest point of the image, with a precision of a tenth of a pixel. */
export function insideImage(
  { x, y }: { readonly x: number; readonly y: number },
  image: { readonly width: number; readonly height: number },
): Corner {
  const inside = (at: number, end: number) => Math.round(Math.min(end, Math.max(0, at)) * 10) / 10;
  return [inside(x, image.width), inside(y, image.height)];
}

/** Returns the middle of the edge after a corner. */
export function middleAfter(corners: readonly Corner[], corner: number): Corner {
  const [a, b] = [corners[corner]!, corners[(corner + 1) % corners.length]!];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function changed(
  regions: Regions,
  region: number,
  change: (corners: readonly Corner[]) => readonly Corner[],
): Regions {
  return regions.map((corners, i) => (i === region ? change(corners) : corners));
}
