// Seeded random numbers (mulberry32), so that drawn scenes, splits and crops can be repeated exactly.
import { OptionError } from "./errors.js";

/** The greatest seed. Greater numbers would repeat the sequences of smaller ones. */
export const greatestSeed = 2 ** 32 - 1;

/**
 * Checks a seed that a caller chose.
 *
 * @throws {OptionError} unless it is a whole number in 0 … 2³² − 1
 */
export function requireSeed(seed: number): void {
  if (Number.isInteger(seed) && seed >= 0 && seed <= greatestSeed) return;
  throw new OptionError(
    `seed: expected a whole number in 0…${greatestSeed}, found ${seed}; choose one of them.`,
  );
}

/**
 * A generator of pseudo-random numbers.
 *
 * @example
 * const random = new Random(7);
 * random.pick(["red", "green"]);
 */
export class Random {
  #state: number;

  /** @param stream selects one of several independent sequences for the same seed */
  constructor(seed: number, stream = 0) {
    this.#state = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul((stream + 1) | 0, 0x85ebca6b)) >>> 0;
    for (let i = 0; i < 4; i++) this.next();
  }

  /** Returns a number in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** Returns a number in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Returns a whole number in [low, high]. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** Returns true with a probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Returns an item of a list. */
  pick<T>(list: readonly T[]): T {
    return list[this.integer(0, list.length - 1)]!;
  }

  /** Returns a shuffled copy (Fisher–Yates). */
  shuffle<T>(list: readonly T[]): T[] {
    const copy = [...list];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.integer(0, i);
      [copy[i], copy[j]] = [copy[j]!, copy[i]!];
    }
    return copy;
  }
}
