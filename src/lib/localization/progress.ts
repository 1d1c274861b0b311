// Progress of encoding the tiles of an image.

/** Progress of encoding tiles. */
export interface LocalizationProgress {
  /** Number of encoded tiles. */
  readonly done: number;
  /** Number of tiles to encode. */
  readonly total: number;
  /** Seconds since the first tile. */
  readonly seconds: number;
  /** Estimated seconds until the last tile. */
  readonly secondsLeft: number;
}

/** Returns a function that reports progress, with the time left at the mean speed so far. */
export function progressReport(
  receive: ((progress: LocalizationProgress) => void) | undefined,
): (done: number, total: number) => void {
  const started = performance.now();
  return (done, total) => {
    const seconds = (performance.now() - started) / 1000;
    receive?.({ done, total, seconds, secondsLeft: (seconds / Math.max(1, done)) * (total - done) });
  };
}
