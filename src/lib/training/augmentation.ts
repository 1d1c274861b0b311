// How a training image is seen anew each time. What to do is drawn first, from the run's seed, and then done to
// the pixels, so that the two may happen in different threads and still repeat exactly.
import type { Random } from "../data/random.js";

/**
 * `released`: resized to 278/256 of what the model sees and cropped at random; its `RandomRotation(0, 90)` means
 * "0 degrees" in the torchvision of its time. `paper`: rotated by 0 to 90 degrees before the crop, as the paper
 * says. `aerial`: cropped, turned by quarters and mirrored, since seen from above no side is up. `none`: as it is.
 */
export const augmentations = ["released", "paper", "aerial", "none"] as const;
export type Augmentation = (typeof augmentations)[number];

/** One way of seeing an image, in pixels of the resized image. */
export interface View {
  readonly top: number;
  readonly left: number;
  /** Counterclockwise, in degrees, about the centre; corners that come from outside are black. */
  readonly angle: number;
  readonly mirrored: boolean;
}

/** Height and width that images are resized to, for a model that sees `size` × `size` pixels. */
export function resizedSide(augmentation: Augmentation, size: number): number {
  return augmentation === "none" ? size : Math.round((size * 278) / 256);
}

export function drawView(random: Random, augmentation: Augmentation, size: number): View {
  const slack = resizedSide(augmentation, size) - size;
  const [top, left] = [random.integer(0, slack), random.integer(0, slack)];
  if (augmentation === "paper") return { top, left, angle: random.between(0, 90), mirrored: false };
  if (augmentation === "aerial") {
    return { top, left, angle: 90 * random.integer(0, 3), mirrored: random.chance(0.5) };
  }
  return { top, left, angle: 0, mirrored: false };
}

/**
 * Cuts the view out of an image, rotated with the nearest pixel as PIL's `rotate` does.
 *
 * @param image RGB bytes, [side, side, 3]
 * @param pixels receives RGB in 0…1, [size, size, 3], from `start` on
 */
export function cutView(
  image: Uint8Array,
  side: number,
  view: View,
  size: number,
  pixels: Float32Array,
  start: number,
): void {
  const turn = (view.angle * Math.PI) / 180;
  // Rounded, so that quarter turns hit pixels exactly.
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)].map((x) => Math.round(x * 1e12) / 1e12) as [
    number,
    number,
  ];
  const centre = side / 2;
  let to = start;
  for (let row = 0; row < size; row++) {
    const y = view.top + row + 0.5 - centre;
    for (let column = 0; column < size; column++) {
      const seen = view.mirrored ? side - 1 - view.left - column : view.left + column;
      const x = seen + 0.5 - centre;
      const fromX = Math.floor(cos * x - sin * y + centre);
      const fromY = Math.floor(sin * x + cos * y + centre);
      const inside = fromX >= 0 && fromX < side && fromY >= 0 && fromY < side;
      const from = (fromY * side + fromX) * 3;
      for (let channel = 0; channel < 3; channel++) {
        pixels[to++] = inside ? image[from + channel]! / 255 : 0;
      }
    }
  }
}
