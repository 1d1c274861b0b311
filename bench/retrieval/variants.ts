// The models of the comparison on drawn scenes, all with the same budget.
import type { ModelName } from "../../src/lib/index.js";

/** One model with its local inputs. */
export interface Variant {
  /** Name in the table. */
  readonly title: string;
  readonly config: ModelName;
  /** The source of objects: `boxes` are the true ones of the scenes. Undefined for a model without a local branch. */
  readonly local?: "boxes" | "segments";
}

/** The budget of each run. */
export const budget = {
  /** Drawn scenes, and the shares of training and validation. The rest is the test split. */
  images: 1200,
  dataSeed: 11,
  fractions: { train: 0.6, val: 0.05 },
  /** Passes over the training images, each with one of its five captions. */
  epochs: 24,
  batchSize: 64,
  learningRate: 1e-3,
} as const;

/** Seeds of weights, batches and crops. */
export const seeds = [1, 2, 3] as const;

/** The models by key, in the order of the table. */
export const variants: Readonly<Record<string, Variant>> = {
  amfmn: { title: "AMFMN", config: "lesson/small" },
  global: { title: "GaLR without the local branch", config: "lesson/galr-global" },
  boxes: { title: "GaLR, true boxes", config: "lesson/galr", local: "boxes" },
  segments: { title: "GaLR, segments", config: "lesson/galr", local: "segments" },
  maps: { title: "GaLR, grid over the trunk's maps", config: "lesson/galr-maps" },
  localBoxes: { title: "local branch alone, true boxes", config: "lesson/galr-local", local: "boxes" },
};
