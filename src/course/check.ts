// Check cells. They print a verdict and never stop the notebook: a hint for a wrong answer, the message of an error in
// the student's code, or a reminder for a missing answer.

/**
 * Prints the verdict on an answer: right, not yet, or open. Never throws.
 *
 * @param exercise name of the exercise, such as `"Exercise 2"`
 * @param answer the student's answer, or `undefined` while there is none
 * @param right returns true for a right answer. An error counts as a wrong answer and is printed
 * @param hint advice for a wrong answer
 * @example
 * const chance: number | undefined = (100 * 10) / 320;
 * await check("Exercise 1", chance, (percent) => Math.abs(percent - 3.125) < 0.01, "Ten of 320.");
 */
export async function check<Answer>(
  exercise: string,
  answer: Answer | undefined | null,
  right: (answer: Answer) => boolean | Promise<boolean>,
  hint?: string,
): Promise<void> {
  if (answer === undefined || answer === null) {
    console.log(`… ${exercise}: open. Write your answer into the cell above and run both again.`);
    return;
  }
  const outcome = await decide(() => right(answer));
  if (outcome === true) {
    console.log(`✓ ${exercise}: right.`);
    return;
  }
  const reason = outcome === false ? "" : ` Your code says: ${outcome}`;
  console.log(`✗ ${exercise}: not yet.${reason}${hint ? ` Hint: ${hint}` : ""}`);
}

/** Returns the decision, or the message of the error. */
async function decide(right: () => boolean | Promise<boolean>): Promise<boolean | string> {
  try {
    return await right();
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
