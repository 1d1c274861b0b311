// Times of repeated work.

/** Milliseconds at the median and at the 95th percentile. */
export interface Times {
  readonly p50: number;
  readonly p95: number;
}

/** Timeout of an answer, in s. */
export const patience = 10;

/** Returns the milliseconds of a piece of work. They are infinite after the timeout, which tslab reaches at times. */
export async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const answered = work().then(
    () => true,
    () => false,
  );
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, 1000 * patience, false);
  });
  const inTime = await Promise.race([answered, late]);
  clearTimeout(timer);
  return inTime ? performance.now() - from : Number.POSITIVE_INFINITY;
}

/** Repeats a measurement. After two timeouts it stops, because the others would end in the same way. */
export async function times(count: number, once: () => Promise<number>): Promise<Times> {
  const all: number[] = [];
  while (all.length < count && all.filter((one) => !Number.isFinite(one)).length < 2) all.push(await once());
  return summary(all);
}

/** Returns median and 95th percentile. */
export function summary(all: readonly number[]): Times {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return { p50: at(0.5), p95: at(0.95) };
}
