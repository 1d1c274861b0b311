// The country between the places of a large scene: grass in soft shades, computed for any rows of it.

/** Returns a number in 0…1 that depends on two integers and a seed only. */
function hashed(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 374_761_393) ^ Math.imul(y, 668_265_263) ^ Math.imul(seed, 2_147_483_647);
  h = Math.imul(h ^ (h >>> 13), 1_274_126_177);
  h = Math.imul(h ^ (h >>> 16), 2_246_822_519);
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
}

/** Adds a row of smooth noise. @param period distance of the random values in pixels */
function addNoise(row: Float32Array, y: number, period: number, weight: number, seed: number): void {
  const gy = Math.floor(y / period);
  const fy = smooth(y / period - gy);
  for (let gx = 0; gx * period < row.length; gx++) {
    const left = hashed(gx, gy, seed) * (1 - fy) + hashed(gx, gy + 1, seed) * fy;
    const right = hashed(gx + 1, gy, seed) * (1 - fy) + hashed(gx + 1, gy + 1, seed) * fy;
    const end = Math.min(row.length, (gx + 1) * period);
    for (let x = gx * period; x < end; x++)
      row[x]! += weight * (left + (right - left) * smooth(x / period - gx) - 0.5);
  }
}

function smooth(share: number): number {
  return share * share * (3 - 2 * share);
}

/** Two grounds that the country changes between, as RGB. */
const meadow = [92, 128, 74] as const;
const soil = [134, 130, 92] as const;

/**
 * Paints rows of the country.
 *
 * @param pixels RGB bytes, `[rows, width, 3]`
 * @param top number of the first row in the image
 */
export function paintCountry(pixels: Uint8Array, width: number, top: number, seed: number): void {
  const rows = pixels.length / (3 * width);
  const blend = new Float32Array(width);
  const light = new Float32Array(width);
  for (let row = 0; row < rows; row++) {
    const y = top + row;
    blend.fill(0.35);
    light.fill(1);
    addNoise(blend, y, 700, 1.1, seed);
    addNoise(light, y, 60, 0.22, seed + 1);
    addNoise(light, y, 9, 0.16, seed + 2);
    for (let x = 0; x < width; x++) {
      const share = Math.min(1, Math.max(0, blend[x]!));
      const gain = light[x]! + 0.1 * (hashed(x, y, seed + 3) - 0.5);
      const to = 3 * (row * width + x);
      for (let k = 0; k < 3; k++) {
        const color = meadow[k]! * (1 - share) + soil[k]! * share;
        pixels[to + k] = Math.max(0, Math.min(255, color * gain));
      }
    }
  }
}
