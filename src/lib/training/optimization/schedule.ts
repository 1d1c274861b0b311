// The learning rate over a run.

import type { Schedule } from "../../models/contract/recipe.js";

/** The options of a schedule. */
export interface ScheduleOptions {
  /** `step` or `cosine`. */
  readonly schedule: Schedule;
  /** The rate before the schedule lowers it. */
  readonly learningRate: number;
  /** Factor of `step`. */
  readonly decay: number;
  /** Epochs between two decays of `step`. */
  readonly decayEvery: number;
  /** Number of epochs of the run. */
  readonly epochs: number;
  /** Share of the run in which `cosine` rises from zero to the full rate, in [0, 1); 0.05 by default. */
  readonly warmUp?: number;
}

/** The share of a run in which `cosine` rises from zero to the full rate. */
export const defaultWarmUp = 0.05;

/**
 * Returns the rate of a step. `step` follows the released code, which lowers the rate at the start of epochs 20, 40, 60 …, counted from 1.
 *
 * @param epoch from 1
 * @param share share of the epoch that is done, in [0, 1)
 *
 * @example
 * const schedule = { schedule: "step", learningRate: 2e-4, decay: 0.7, decayEvery: 20, epochs: 70 } as const;
 * console.log(learningRateAt(schedule, 20, 0)); // 0.00014
 */
export function learningRateAt(
  { schedule, learningRate, decay, decayEvery, epochs, warmUp = defaultWarmUp }: ScheduleOptions,
  epoch: number,
  share: number,
): number {
  if (schedule === "step") return learningRate * decay ** Math.floor(epoch / decayEvery);
  const progress = (epoch - 1 + share) / epochs;
  if (progress < warmUp) return learningRate * Math.max(progress / warmUp, 0.01);
  return (learningRate / 2) * (1 + Math.cos(Math.PI * ((progress - warmUp) / (1 - warmUp))));
}
