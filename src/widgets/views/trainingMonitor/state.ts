// State that the kernel and the page of a training monitor share.

/** State of a run. */
export type Phase = "waiting" | "running" | "paused" | "stopped" | "done";

/** Report after a step, as `fit` passes it to `onStep`. */
export interface MonitoredStep {
  /** Number of finished steps. */
  readonly step: number;
  /** Number of steps of the run. */
  readonly steps: number;
  /** Loss of the step. */
  readonly loss: number;
  /** Learning rate of the step. */
  readonly learningRate: number;
  /** Speed of the latest steps. */
  readonly imagesPerSecond: number;
  /** Estimated remaining time in seconds. */
  readonly secondsLeft: number;
}

/** Recalls of one direction in percent. */
export interface Recalls {
  /** Share of queries with a right answer in first place. */
  readonly r1: number;
  /** Share of queries with a right answer among the first 5. */
  readonly r5: number;
  /** Share of queries with a right answer among the first 10. */
  readonly r10: number;
}

/** Recalls on the validation split, in percent. */
export interface ValidationRecalls {
  /** Mean of the six recalls. */
  readonly mR: number;
  /** Recalls of captions for images. */
  readonly imageToText?: Recalls;
  /** Recalls of images for captions. */
  readonly textToImage?: Recalls;
}

/** Recalls at one step of a run. */
export interface Validation extends ValidationRecalls {
  /** Number of finished steps at the measurement. */
  readonly step: number;
}

/** Traits of a training monitor. */
export interface TrainingMonitorState<Bytes> {
  phase: Phase;
  /** Number of finished steps. */
  step: number;
  /** Number of steps of the run. */
  steps: number;
  /** Number of finished epochs. */
  epoch: number;
  /** Number of epochs of the run. */
  epochs: number;
  /** Loss of the latest step. */
  loss: number;
  /** Learning rate of the latest step. */
  learningRate: number;
  imagesPerSecond: number;
  /** Estimated remaining time. */
  secondsLeft: number;
  /** Number of steps in each point of the curves. */
  stepsPerPoint: number;
  /** Mean loss of each point, float32. */
  losses: Bytes;
  /** Learning rate of each point, float32. */
  rates: Bytes;
  /** All measurements on the validation split. */
  validations: readonly Validation[];
}
