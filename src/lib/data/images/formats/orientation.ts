// Turns pixels as the orientation tag of a TIFF asks for.
import type { Raster } from "../resizeLikePillow.js";

/**
 * Returns an image with its first row at the top and its first column on the left.
 *
 * @param orientation value of the tag, 1…8
 */
export function upright({ data, width, height }: Raster, orientation: number): Raster {
  if (!(orientation >= 2 && orientation <= 8)) return { data, width, height };
  const turned = orientation >= 5;
  const mirrored = [2, 3, 7, 8].includes(orientation);
  const flipped = [3, 4, 6, 7].includes(orientation);
  const [wide, high] = turned ? [height, width] : [width, height];
  const result = new Uint8Array(data.length);
  let to = 0;
  for (let row = 0; row < high; row++) {
    for (let column = 0; column < wide; column++) {
      let [x, y] = turned ? [row, column] : [column, row];
      if (mirrored) x = width - 1 - x;
      if (flipped) y = height - 1 - y;
      const from = (y * width + x) * 3;
      result[to++] = data[from]!;
      result[to++] = data[from + 1]!;
      result[to++] = data[from + 2]!;
    }
  }
  return { data: result, width: wide, height: high };
}
