// Viridis by nine of its colours, for pictures that are drawn without a page.
const stops = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 74, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [109, 205, 89],
  [253, 231, 37],
] as const;

/** @param value 0…1 @returns red, green and blue, 0…255 */
export function viridis(value: number): [number, number, number] {
  const position = Math.min(1, Math.max(0, value)) * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(position));
  const share = position - low;
  const mix = (channel: 0 | 1 | 2) =>
    Math.round(stops[low]![channel] * (1 - share) + stops[low + 1]![channel] * share);
  return [mix(0), mix(1), mix(2)];
}
