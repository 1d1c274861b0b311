// Random crops of training images. A crop is drawn from the run's seed first and cut from the pixels later, so that both
// can happen in different threads and still repeat exactly.
import type { Random } from "../../base/random.js";
import type { Augmentation } from "../../models/contract/recipe.js";

/** A part of a resized image, in its pixels. */
export interface Crop {
  readonly top: number;
  readonly left: number;
  /** Rotation about the center in degrees, counterclockwise. Pixels from outside of the image are black. */
  readonly angle: number;
  readonly mirrored: boolean;
}

/** Returns the height and width that images are resized to before a crop of `size` × `size` pixels. */
export function resizedSide(augmentation: Augmentation, size: number): number {
  return augmentation === "none" ? size : Math.round((size * 278) / 256);
}

/** Draws a crop. */
export function drawCrop(random: Random, augmentation: Augmentation, size: number): Crop {
  const slack = resizedSide(augmentation, size) - size;
  const [top, left] = [random.integer(0, slack), random.integer(0, slack)];
  if (augmentation === "paper") return { top, left, angle: random.between(0, 90), mirrored: false };
  if (augmentation === "aerial") {
    return { top, left, angle: 90 * random.integer(0, 3), mirrored: random.chance(0.5) };
  }
  return { top, left, angle: 0, mirrored: false };
}

/** The color in 0…1 of each byte. */
const colors = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/**
 * Cuts a crop from an image. Rotation takes the nearest pixel, as PIL's `rotate` does.
 *
 * @param image RGB bytes, [side, side, 3]
 * @param pixels receives RGB in 0…1, [size, size, 3], from `start` on
 */
export function cropImage(
  image: Uint8Array,
  side: number,
  crop: Crop,
  size: number,
  pixels: Float32Array,
  start: number,
): void {
  const { top, left, angle, mirrored } = crop;
  if (angle === 0 && !mirrored) {
    copyRows(image, side, crop, size, pixels, start);
    return;
  }
  const turn = (angle * Math.PI) / 180;
  // Rounded, so that quarter turns hit pixels exactly.
  const cos = Math.round(Math.cos(turn) * 1e12) / 1e12;
  const sin = Math.round(Math.sin(turn) * 1e12) / 1e12;
  const center = side / 2;
  const colorOf = colors; // A local variable: V8 reads a module's constant again in each turn of a loop.
  let to = start;
  for (let row = 0; row < size; row++) {
    const y = top + row + 0.5 - center;
    for (let column = 0; column < size; column++) {
      const seen = mirrored ? side - 1 - left - column : left + column;
      const x = seen + 0.5 - center;
      const fromX = Math.floor(cos * x - sin * y + center);
      const fromY = Math.floor(sin * x + cos * y + center);
      const inside = fromX >= 0 && fromX < side && fromY >= 0 && fromY < side;
      const from = (fromY * side + fromX) * 3;
      for (let channel = 0; channel < 3; channel++) {
        pixels[to++] = inside ? colorOf[image[from + channel]!]! : 0;
      }
    }
  }
}

/** Cuts a crop that is neither turned nor mirrored, by whole pieces of rows. */
function copyRows(
  image: Uint8Array,
  side: number,
  { top, left }: Crop,
  size: number,
  pixels: Float32Array,
  start: number,
): void {
  const colorOf = colors;
  for (let row = 0; row < size; row++) {
    const from = ((top + row) * side + left) * 3;
    const to = start + row * size * 3;
    for (let i = 0; i < size * 3; i++) pixels[to + i] = colorOf[image[from + i]!]!;
  }
}
