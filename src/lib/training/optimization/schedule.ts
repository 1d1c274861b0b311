// How the learning rate changes over a run.

export const schedules = ["step", "cosine"] as const;
export type Schedule = (typeof schedules)[number];

export interface ScheduleOptions {
  readonly schedule: Schedule;
  readonly learningRate: number;
  readonly decay: number;
  readonly decayEvery: number;
  readonly epochs: number;
}

/** The share of a run in which `cosine` climbs from zero to the full rate. */
const warmUp = 0.05;

/**
 * The rate of a step.
 *
 * `step` follows the released code, which lowers the rate at the start of epochs 20, 40, 60 …, counted from 1.
 *
 * @param epoch from 1
 * @param share how much of the epoch is done, in [0, 1)
 */
export function learningRateAt(
  { schedule, learningRate, decay, decayEvery, epochs }: ScheduleOptions,
  epoch: number,
  share: number,
): number {
  if (schedule === "step") return learningRate * decay ** Math.floor(epoch / decayEvery);
  const progress = (epoch - 1 + share) / epochs;
  if (progress < warmUp) return learningRate * Math.max(progress / warmUp, 0.01);
  return (learningRate / 2) * (1 + Math.cos(Math.PI * ((progress - warmUp) / (1 - warmUp))));
}
