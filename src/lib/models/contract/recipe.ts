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

/** The losses. */
export const losses = ["hinge", "contrastive"] as const;
/** `hinge` is the triplet loss with a margin. `contrastive` is InfoNCE, the cross-entropy of CLIP. */
export type Loss = (typeof losses)[number];

/** Low-rank adapters that are trained instead of the layers that they are added to (LoRA). */
export interface AdapterOptions {
  /** Rank of the adapters. */
  readonly rank: number;
  /** α: an adapter counts α ÷ rank times; twice the rank by default. */
  readonly alpha?: number;
}

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
  /** Share of the run in which the `cosine` schedule rises to the full rate, in [0, 1); 0.05 by default. */
  readonly warmUp?: number;
  /** Factor of the `step` schedule. */
  readonly decay?: number;
  /** Epochs between two decays of the `step` schedule. */
  readonly decayEvery?: number;
  /** The loss, `hinge` by default. */
  readonly loss?: Loss;
  /**
   * Temperature of the contrastive loss for a model that does not learn its own; 0.07 by default.
   */
  readonly temperature?: number;
  /** Number of parts that each batch is computed in, for less memory. The step is that of the whole batch; 1 by default. */
  readonly accumulate?: number;
  /** Layers that are not trained: the model's groups such as `image`, or names such as `visual.proj`; none by default. */
  readonly freeze?: readonly string[];
  /** Trains low-rank adapters and freezes the other weights, for a model that can have them. */
  readonly adapters?: AdapterOptions;
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
