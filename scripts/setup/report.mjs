// How the set-up talks: a line when a long step begins, a line with its time when it ends,
// and one sentence on standard error with exit status 2 when the machine lacks something.

/** Something the person must mend; printed without a stack. */
export class SetupError extends Error {}

/** Runs one step of the set-up and prints what it does and how long it took. */
export async function step(title, work) {
  const started = Date.now();
  process.stdout.write(`• ${title} …\n`);
  const result = await work();
  process.stdout.write(`  done in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  return result;
}

/** Runs a script's main function; a SetupError becomes one sentence and exit status 2. */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
