// The length of training in lessons. AMFMN_LESSON_LENGTH shortens all lessons: 1 is the whole training and 0.1 a tenth.
// Tests run short lessons. The results that a lesson states are those of the whole training.
import { OptionError } from "../lib/base/errors.js";

const setting = "AMFMN_LESSON_LENGTH";

/**
 * Returns the share of a lesson's training to run, above 0 and at most 1: AMFMN_LESSON_LENGTH, or 1.
 * @throws {OptionError} when AMFMN_LESSON_LENGTH is another value
 * @example
 * console.log(`${100 * lessonLength()} % of the training`);
 */
export function lessonLength(): number {
  const text = process.env[setting];
  if (text === undefined || text === "") return 1;
  const share = Number(text);
  if (share > 0 && share <= 1) return share;
  throw new OptionError(
    `${setting}: expected a number above 0 and at most 1, found "${text}"; unset it for the whole lesson.`,
  );
}

/**
 * Returns the number of epochs, steps or trials to run: `full` in a whole lesson, fewer in a shortened one.
 * @param atLeast the smallest number that a shortened lesson needs. Default 1
 * @example
 * const epochs = trainFor(12); // 1 when AMFMN_LESSON_LENGTH is 0.1
 */
export function trainFor(full: number, atLeast = 1): number {
  return Math.min(full, Math.max(atLeast, Math.round(full * lessonLength())));
}
