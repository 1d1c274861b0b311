// Check cells: say whether an exercise is right, and never stop the notebook. A wrong answer gets a hint, an
// error in the student's code its message, an empty answer a reminder of where it belongs.

/**
 * Prints whether an answer is right.
 *
 * @param exercise what the lesson calls it, such as `"Exercise 2"`
 * @param answer what the student came to; `undefined` while there is none
 * @param right decides; what it throws counts as a wrong answer and is shown
 * @param hint where to look when the answer is wrong
 * @example
 * await check("Exercise 1", chance, (value) => Math.abs(value - 3.125) < 0.01, "Ten guesses among 320 images.");
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

/** What was decided, or the message of what was thrown. */
async function decide(right: () => boolean | Promise<boolean>): Promise<boolean | string> {
  try {
    return await right();
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
