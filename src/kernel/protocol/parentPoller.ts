// Ends the kernel when the process that started it is gone.

/** Time between two looks at the parent, in ms. */
const interval = 1000;

/**
 * Kills this process as soon as the parent no longer runs.
 * @param parent process id from `JPY_PARENT_PID`; 0 and 1 mean that there is no parent to watch
 */
export function pollParent(parent: number): void {
  if (parent <= 1) return;
  setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ESRCH") process.kill(process.pid, "SIGKILL");
    }
  }, interval);
}
