// Signals from the protocol thread to a main thread that does not read messages, in shared memory.

const names = ["interrupted", "left"] as const;

/** `interrupted`: the child that blocked the main thread was ended. `left`: all messages are sent, the process may end. */
export type Signal = (typeof names)[number];

/** Signals of both threads. Each thread has an object with the same memory. */
export class Signals {
  constructor(readonly memory = new Int32Array(new SharedArrayBuffer(4 * names.length))) {}

  /** Raises a signal. */
  raise(name: Signal): void {
    Atomics.store(this.memory, names.indexOf(name), 1);
    Atomics.notify(this.memory, names.indexOf(name));
  }

  /** Lowers a signal. Returns whether it was raised. */
  take(name: Signal): boolean {
    return Atomics.exchange(this.memory, names.indexOf(name), 0) === 1;
  }

  /** Blocks the thread until a signal is raised, at most for a time in ms. */
  wait(name: Signal, time: number): void {
    Atomics.wait(this.memory, names.indexOf(name), 0, time);
  }
}
