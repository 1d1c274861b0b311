// Texts of a localization viewer.
import type { LocalizationProgress } from "./state.js";

/** Returns the progress of a query as a line of text. */
export function progressText({ done, total, secondsLeft }: LocalizationProgress): string {
  if (total === 0) return "Searching …";
  const left = secondsLeft < 0 ? "" : ` · ${durationText(secondsLeft)} left`;
  return `${done} of ${total} tiles${left}`;
}

/** Returns a duration in whole seconds or minutes. */
function durationText(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
