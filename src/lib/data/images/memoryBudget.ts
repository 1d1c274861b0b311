// Limits the memory of images that are decoded at the same time, over all threads of the process.
import { freemem } from "node:os";

const unit = 1024;
/** Interval in which a waiting thread looks for memory that another thread returned, in milliseconds. */
const pollMs = 20;

/**
 * Memory that is lent for the time of a decoding. Work waits in its order until its memory is free. Work that needs more
 * than the whole budget runs alone.
 */
export class MemoryBudget {
  private readonly used: Int32Array;
  private readonly most: number;
  private last: Promise<void> = Promise.resolve();
  private wake: (() => void) | undefined;

  /**
   * @param bytes the budget
   * @param counter memory of the counter, which the budgets of several threads have in common
   */
  constructor(
    private readonly bytes: number,
    private readonly counter: SharedArrayBuffer = new SharedArrayBuffer(4),
  ) {
    this.most = Math.floor(bytes / unit);
    this.used = new Int32Array(counter);
  }

  /** This budget for a worker thread. */
  get share(): SharedBudget {
    return { bytes: this.bytes, counter: this.counter };
  }

  /** Runs work that needs memory of so many bytes. */
  async lend<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    const amount = Math.min(this.most, Math.ceil(bytes / unit));
    const turn = this.last.then(() => this.take(amount));
    this.last = turn;
    await turn;
    try {
      return await work();
    } finally {
      Atomics.sub(this.used, 0, amount);
      this.wake?.();
    }
  }

  private async take(amount: number): Promise<void> {
    for (;;) {
      const used = Atomics.load(this.used, 0);
      if (used + amount > this.most) await this.change();
      else if (Atomics.compareExchange(this.used, 0, used, used + amount) === used) return;
    }
  }

  /** Resolves when this thread returns memory, or after a moment. */
  private change(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** At most 512 MiB, and less on a machine with little free memory. */
function defaultBytes(): number {
  const mebi = 2 ** 20;
  return Math.min(512 * mebi, Math.max(64 * mebi, freemem() / 4));
}

let budget = new MemoryBudget(defaultBytes());

/** Returns the budget of all decodings of this process. */
export function decodingBudget(): MemoryBudget {
  return budget;
}

/** Makes this worker thread use the budget of the thread that started it. */
export function joinDecodingBudget({ bytes, counter }: SharedBudget): void {
  budget = new MemoryBudget(bytes, counter);
}

/** A budget as a worker thread receives it. */
export interface SharedBudget {
  readonly bytes: number;
  readonly counter: SharedArrayBuffer;
}
