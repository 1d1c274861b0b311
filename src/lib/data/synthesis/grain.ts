// Adds the texture of an aerial photograph to a drawing: soft blotches, fine grain, uneven light.
import type { Random } from "../../base/random.js";

/** Interpolates a grid of random values in [−1, 1] smoothly to `side` × `side`. */
function blotches(random: Random, side: number, cells: number): Float32Array {
  const grid = Float32Array.from({ length: (cells + 1) ** 2 }, () => random.between(-1, 1));
  const out = new Float32Array(side * side);
  for (let y = 0; y < side; y++) {
    const gy = (y / side) * cells;
    const y0 = Math.floor(gy);
    const fy = (gy - y0) ** 2 * (3 - 2 * (gy - y0));
    for (let x = 0; x < side; x++) {
      const gx = (x / side) * cells;
      const x0 = Math.floor(gx);
      const fx = (gx - x0) ** 2 * (3 - 2 * (gx - x0));
      const at = y0 * (cells + 1) + x0;
      const top = grid[at]! * (1 - fx) + grid[at + 1]! * fx;
      const bottom = grid[at + cells + 1]! * (1 - fx) + grid[at + cells + 2]! * fx;
      out[y * side + x] = top * (1 - fy) + bottom * fy;
    }
  }
  return out;
}

/** Adds texture to RGB bytes, `[side, side, 3]`, in place. */
export function addGrain(pixels: Uint8Array, side: number, random: Random): void {
  const coarse = blotches(random, side, 6);
  const medium = blotches(random, side, 32);
  const light = random.between(0.92, 1.06);
  const warmth = random.between(-0.025, 0.025);
  for (let i = 0, p = 0; i < side * side; i++) {
    const gain = light * (1 + 0.06 * coarse[i]! + 0.07 * medium[i]! + 0.1 * (random.next() - 0.5));
    pixels[p] = Math.min(255, pixels[p]! * gain * (1 + warmth));
    pixels[p + 1] = Math.min(255, pixels[p + 1]! * gain);
    pixels[p + 2] = Math.min(255, pixels[p + 2]! * gain * (1 - warmth));
    p += 3;
  }
}
