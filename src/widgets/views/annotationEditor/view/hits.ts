// The part of the regions under the pointer.
import type { Corner } from "../../pictures/shapes.js";
import { middleAfter } from "../polygons/edits.js";
import { areaOf, contains } from "../polygons/geometry.js";
import type { Regions } from "../state.js";

/** A corner, the middle of the edge after a corner, or the inside of a region. */
export interface Hit {
  readonly region: number;
  readonly part: "corner" | "middle" | "inside";
  /** Index of the corner; −1 for the inside. */
  readonly corner: number;
}

/**
 * Returns the part of the regions at a point. Corners are found first, then the middles of the edges of the selected
 * region, then the smallest region around the point.
 * @param reach greatest distance from a corner, in pixels of the image
 * @param selected index of the region that shows the middles of its edges, −1 for none
 */
export function hitAt(regions: Regions, at: Corner, reach: number, selected: number): Hit | undefined {
  const distance = ([x, y]: Corner) => Math.hypot(x - at[0], y - at[1]);
  const all = regions.flatMap((corners, region) =>
    corners.map((place, corner) => ({ region, corner, place })),
  );
  const near = <T extends { readonly place: Corner }>(candidates: readonly T[]) =>
    candidates
      .filter(({ place }) => distance(place) <= reach)
      .sort((a, b) => distance(a.place) - distance(b.place))[0];
  // A corner of the selected region wins over a corner of another one.
  const corner = near(all.filter(({ region }) => region === selected)) ?? near(all);
  if (corner) return { region: corner.region, corner: corner.corner, part: "corner" };
  const corners = regions[selected] ?? [];
  const middle = near(corners.map((_, i) => ({ corner: i, place: middleAfter(corners, i) })));
  if (middle) return { region: selected, corner: middle.corner, part: "middle" };
  const around = regions
    .map((polygon, region) => ({ polygon, region }))
    .filter(({ polygon }) => contains(polygon, at))
    .sort((a, b) => areaOf(a.polygon) - areaOf(b.polygon))[0];
  return around && { region: around.region, corner: -1, part: "inside" };
}
