// How long lessons train. One setting, AMFMN_LESSON_LENGTH, shortens all of them: 1 is the whole lesson, 0.1 a
// tenth of its training. Tests run lessons short; what a lesson claims of its results holds for the whole one.
import { OptionError } from "../lib/base/errors.js";

const setting = "AMFMN_LESSON_LENGTH";

/**
 * The share of a lesson's training that is run, in (0, 1].
 * @throws {OptionError} when the environment variable AMFMN_LESSON_LENGTH is something else
 */
export function lessonLength(): number {
  const text = process.env[setting];
  if (text === undefined || text === "") return 1;
  const share = Number(text);
  if (share > 0 && share <= 1) return share;
  throw new OptionError(`${setting}: expected a number above 0 and at most 1, found "${text}".`);
}

/**
 * How many epochs, steps or trials to run where the whole lesson runs `full`.
 * @param atLeast what a shortened lesson still needs to make sense
 * @example
 * await fit(model, scenes, { epochs: trainFor(12), batchSize: 64 });
 */
export function trainFor(full: number, atLeast = 1): number {
  return Math.min(full, Math.max(atLeast, Math.round(full * lessonLength())));
}
