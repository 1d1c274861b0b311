// How a training image is seen anew each time. What to do is drawn first, from the run's seed, and then done to
// the pixels, so that the two may happen in different threads and still repeat exactly.
import type { Random } from "../../base/random.js";

/**
 * `released`: resized to 278/256 of what the model sees and cropped at random; its `RandomRotation(0, 90)` means
 * "0 degrees" in the torchvision of its time. `paper`: rotated by 0 to 90 degrees before the crop, as the paper
 * says. `aerial`: cropped, turned by quarters and mirrored, since seen from above no side is up. `none`: as it is.
 */
export const augmentations = ["released", "paper", "aerial", "none"] as const;
export type Augmentation = (typeof augmentations)[number];

/** One way of seeing an image, in pixels of the resized image. */
export interface Crop {
  readonly top: number;
  readonly left: number;
  /** Counterclockwise, in degrees, about the center; corners that come from outside are black. */
  readonly angle: number;
  readonly mirrored: boolean;
}

/** Height and width that images are resized to, for a model that sees `size` × `size` pixels. */
export function resizedSide(augmentation: Augmentation, size: number): number {
  return augmentation === "none" ? size : Math.round((size * 278) / 256);
}

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
 * Cuts the view out of an image, rotated with the nearest pixel as PIL's `rotate` does.
 *
 * @param image RGB bytes, [side, side, 3]
 * @param pixels receives RGB in 0…1, [size, size, 3], from `start` on
 */
export function cropImage(
  image: Uint8Array,
  side: number,
  view: Crop,
  size: number,
  pixels: Float32Array,
  start: number,
): void {
  const { top, left, angle, mirrored } = view;
  if (angle === 0 && !mirrored) {
    crop(image, side, view, size, pixels, start);
    return;
  }
  const turn = (angle * Math.PI) / 180;
  // Rounded, so that quarter turns hit pixels exactly.
  const cos = Math.round(Math.cos(turn) * 1e12) / 1e12;
  const sin = Math.round(Math.sin(turn) * 1e12) / 1e12;
  const center = side / 2;
  const colorOf = colors; // a local: V8 reads a module's constants anew in every turn of a loop
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

/** The view of an image that is neither turned nor mirrored: whole pieces of its rows. */
function crop(
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
