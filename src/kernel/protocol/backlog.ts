// Makes the main thread wait when it prints faster than the protocol thread sends.

/** Characters that may wait for the protocol thread. */
const limit = 8 * 1024 * 1024;
/** Characters that a text counts for beside its own, for the message around it. */
const overhead = 256;
/** Time that the main thread waits at most, in ms. A protocol thread that has failed takes no text any more. */
const patience = 2000;

/** Size of the text that was posted to the protocol thread and not taken by it, in shared memory. */
export class Backlog {
  private readonly size: Int32Array;

  /** @param memory the shared memory of the other thread's backlog */
  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.size = new Int32Array(memory);
  }

  /** Counts a text that is posted next. Waits while there is too much of it. */
  add(text: string): void {
    for (let size = this.waiting(); size > limit; size = this.waiting())
      if (Atomics.wait(this.size, 0, size, patience) === "timed-out") break;
    Atomics.add(this.size, 0, text.length + overhead);
  }

  /** Counts a text that the protocol thread took. */
  remove(text: string): void {
    Atomics.sub(this.size, 0, text.length + overhead);
    Atomics.notify(this.size, 0);
  }

  private waiting(): number {
    return Atomics.load(this.size, 0);
  }
}
