// What kernel and page share of a training monitor.

export type Phase = "waiting" | "running" | "paused" | "stopped" | "done";

/** After a step, as the library's fit reports it. */
export interface MonitoredStep {
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
}

/** Recalls of one direction in percent. */
export interface Recalls {
  readonly r1: number;
  readonly r5: number;
  readonly r10: number;
}

/** One measurement on the validation split. */
export interface Validation {
  readonly step: number;
  readonly mR: number;
  readonly imageToText?: Recalls;
  readonly textToImage?: Recalls;
}

export interface TrainingMonitorState<Bytes> {
  phase: Phase;
  /** Steps done, and steps of the whole run. */
  step: number;
  steps: number;
  epoch: number;
  epochs: number;
  /** Of the last step. */
  loss: number;
  learningRate: number;
  imagesPerSecond: number;
  secondsLeft: number;
  /** How many steps one point of the curves stands for. */
  stepsPerPoint: number;
  /** Mean loss of each point, float32. */
  losses: Bytes;
  /** Learning rate of each point, float32. */
  rates: Bytes;
  validations: readonly Validation[];
}
