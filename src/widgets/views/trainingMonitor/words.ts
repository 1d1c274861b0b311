// A run in words, above the page's curves and in a terminal.
import type { MonitoredStep, Phase } from "./state.js";

/**
 * Returns the line of a step.
 * @example stepWords(report, "running"); // "step 40 of 300 · loss 0.812 · rate 1e-3 · 52 images/s · 1 min 20 s left"
 */
export function stepWords(run: MonitoredStep, phase: Phase): string {
  const { step, steps, loss, learningRate, imagesPerSecond, secondsLeft } = run;
  const state = phase === "running" ? `${duration(secondsLeft)} left` : phase;
  const rate = Number(learningRate.toPrecision(2)).toExponential();
  return `step ${step} of ${steps} · loss ${loss.toFixed(3)} · rate ${rate} · ${Math.round(imagesPerSecond)} images/s · ${state}`;
}

/** Returns a duration such as `1 h 2 min`, `3 min 20 s` or `9 s`. @param seconds at least 0 */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole >= 3600) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return whole >= 60 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${whole} s`;
}
