// The places of a large scene: which scenes are where, and the sentences about them.
import { Random } from "../../../base/random.js";
import { SIDE } from "../drawing.js";
import { sceneClasses } from "../scenes/index.js";
import { drawScene } from "../synthesize.js";

/** A drawn scene at a place of a large image. */
export interface Place {
  /** Distance from the left edge in pixels. */
  readonly left: number;
  /** Distance from the upper edge in pixels. */
  readonly top: number;
  /** Width and height in pixels. */
  readonly side: number;
  /** Number of the scene, see `drawScene`. */
  readonly scene: number;
}

/** A sentence and the places that it describes. */
export interface Described {
  readonly caption: string;
  readonly places: readonly Place[];
}

/** The contents of a large image. */
export interface Layout {
  readonly places: readonly Place[];
  readonly described: readonly Described[];
}

/** Mean width of the square that a place has for itself, in pixels. */
const cellSide = 640;
/** Sides of places as multiples of a drawn scene. */
const scales = [1, 1.25, 1.5, 2] as const;
/** Number of sentences about an image. */
const sentences = 3;

/**
 * Chooses the places of an image. Each sentence describes one to three of them. All other places are of other classes than
 * the described ones, so that a sentence is true nowhere else.
 *
 * @param size width and height of the image in pixels
 * @param image number of the image
 */
export function layoutOf(seed: number, image: number, size: number): Layout {
  const random = new Random(seed, 2_000_000 + image);
  const cells = Math.max(1, Math.floor(size / cellSide));
  const cell = size / cells;
  const order = random.shuffle(Array.from({ length: cells * cells }, (_, i) => i));
  const classes = random.shuffle(sceneClasses.map((_, i) => i));
  const targets = classes.slice(0, Math.min(sentences, order.length));
  const others = classes.slice(sentences);
  const sceneOf = (sceneClass: number) => sceneClass + sceneClasses.length * random.integer(0, 1_000_000);
  const placeIn = (index: number, scene: number): Place => {
    const fitting = scales.filter((scale) => scale * SIDE <= cell);
    const side = Math.round(SIDE * (fitting.length > 0 ? random.pick(fitting) : cell / SIDE));
    const room = cell - side;
    return {
      left: Math.floor((index % cells) * cell + random.between(0, room)),
      top: Math.floor(Math.floor(index / cells) * cell + random.between(0, room)),
      side,
      scene,
    };
  };
  const described: Described[] = [];
  for (const [i, target] of targets.entries()) {
    const scene = sceneOf(target);
    // Every other sentence needs at least one cell.
    const most = Math.max(1, Math.min(3, order.length - (targets.length - i - 1)));
    const count = Math.min(most, random.pick([1, 1, 1, 2, 2, 3]));
    const places = Array.from({ length: count }, () => placeIn(order.pop()!, scene));
    described.push({ caption: drawScene(seed, scene).captions[0]!, places });
  }
  // A fifth of the cells stays country.
  const filled = order.filter(() => random.chance(0.8));
  const rest = filled.map((index) => placeIn(index, sceneOf(random.pick(others))));
  return { places: [...described.flatMap(({ places }) => places), ...rest], described };
}
