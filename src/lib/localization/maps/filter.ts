// The filters of score maps.
import { gaussianOf } from "./gaussian.js";
import { medianOf } from "./median.js";
import { bytePixelsOf, type Surface } from "./surface.js";

/** The filters: `median` as in v1, `gaussian` as in v2, or none. */
export const mapFilters = ["median", "gaussian", "none"] as const;
/** The filter of a score map. */
export type MapFilter = (typeof mapFilters)[number];

/**
 * Cuts a map to 256 levels and filters it.
 *
 * @param surface values in 0…1
 * @param window width of the filter in cells; even ones are made odd by one cell more
 * @returns one byte for each cell, row after row
 */
export function filtered(surface: Surface, filter: MapFilter, window: number): Uint8Array {
  const levels = { ...surface, values: surface.values.map((value) => Math.floor(value * 255)) };
  const radius = Math.floor(window / 2);
  if (filter === "none" || radius < 1) return bytePixelsOf(levels);
  return filter === "median" ? medianOf(levels, radius) : gaussianOf(levels, 2 * radius + 1);
}
