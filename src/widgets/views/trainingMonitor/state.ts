// State that the kernel and the page of a training monitor share.

/** State of a run. */
export type Phase = "waiting" | "running" | "paused" | "stopped" | "done";

/** Report after a step, as `fit` passes it to `onStep`. */
export interface MonitoredStep {
  /** Number of finished steps. */
  readonly step: number;
  /** Number of steps of the run. */
  readonly steps: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly imagesPerSecond: number;
  /** Estimated remaining time. */
  readonly secondsLeft: number;
}

/** Recalls of one direction in percent. */
export interface Recalls {
  readonly r1: number;
  readonly r5: number;
  readonly r10: number;
}

/** A measurement on the validation split, in percent. */
export interface Validation {
  /** Number of finished steps at the measurement. */
  readonly step: number;
  readonly mR: number;
  readonly imageToText?: Recalls;
  readonly textToImage?: Recalls;
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
