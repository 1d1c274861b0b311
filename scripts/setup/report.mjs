// Reports the set-up: one line when a step begins and one with its time when it ends. A missing requirement is one
// sentence on standard error and exit status 2.

/** A problem that the user can solve. It is printed without a stack. */
export class SetupError extends Error {}

/** Runs one step of the set-up, and prints its title and its time. */
export async function step(title, work) {
  const started = Date.now();
  process.stdout.write(`• ${title} …\n`);
  const result = await work();
  process.stdout.write(`  done in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  return result;
}

/** Runs a script's main function. A SetupError becomes one sentence and exit status 2. */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
