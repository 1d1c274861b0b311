// The way a model is trained unless the caller says otherwise.
import type { DynamicMarginOptions } from "../../losses/dynamicMargin.js";

/** The schedules of the learning rate. */
export const schedules = ["step", "cosine"] as const;
/** `step` multiplies the rate by `decay` every `decayEvery` epochs, as released. `cosine` warms up, then falls to zero. */
export type Schedule = (typeof schedules)[number];

/** The ways to vary a training image. */
export const augmentations = ["released", "paper", "aerial", "none"] as const;
/**
 * `released` resizes to 278/256 of the model's size and crops at random. `paper` also rotates by 0 to 90 degrees.
 * `aerial` crops, turns by quarters and mirrors, because an aerial image has no upper side. `none` resizes only.
 */
export type Augmentation = (typeof augmentations)[number];

/** Training options that belong to a model. A model's checkpoint keeps them. */
export interface TrainingRecipe {
  /** Number of epochs. */
  readonly epochs?: number;
  /** Pairs of image and caption in one step. */
  readonly batchSize?: number;
  /** Adam's rate before the schedule lowers it. */
  readonly learningRate?: number;
  /** The schedule of the learning rate. */
  readonly schedule?: Schedule;
  /** Factor of the `step` schedule. */
  readonly decay?: number;
  /** Epochs between two decays of the `step` schedule. */
  readonly decayEvery?: number;
  /** A fixed margin, or the options of the dynamic margin (eq. 29). */
  readonly margin?: number | DynamicMarginOptions;
  /** Counts only the hardest negative of each row and column. */
  readonly maxViolation?: boolean;
  /** An epoch visits every caption, or every image with one of its captions. */
  readonly pairs?: "captions" | "images";
  /** The variation of training images. */
  readonly augmentation?: Augmentation;
  /** Largest norm of the gradient; 0 does not clip. */
  readonly clipNorm?: number;
}
