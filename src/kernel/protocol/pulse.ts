// Shared memory in which the main thread shows that it is not busy. The protocol thread reads it when it interrupts.
import { clearInterval, setInterval } from "node:timers";

/** Time between two beats while a cell runs, in ms. */
const period = 20;

/** Times are in ms, modulo this number, so that they fit into 32 bits. */
const modulus = 2 ** 31;

/** Cells may replace `Date`. */
const { now } = Date;

/** Beats of the main thread. Each thread has an object with the same memory. */
export class Pulse {
  private timer: NodeJS.Timeout | undefined;

  /** @param memory number of received interrupts, and time of the last beat, which is 0 while no cell runs */
  constructor(readonly memory = new Int32Array(new SharedArrayBuffer(8))) {}

  /** Starts to beat, when the code of a cell starts. The kernel's own work before and after is not terminated so soon. */
  start(): void {
    clearInterval(this.timer);
    this.beat();
    this.timer = setInterval(() => this.beat(), period).unref();
  }

  /** Stops, so that an idle kernel does nothing. */
  stop(): void {
    clearInterval(this.timer);
    Atomics.store(this.memory, 1, 0);
  }

  /** Counts an interrupt that the main thread has received. */
  receive(): void {
    Atomics.add(this.memory, 0, 1);
  }

  /** Number of interrupts that the main thread has received. */
  get received(): number {
    return Atomics.load(this.memory, 0);
  }

  /** Time since the last beat, in ms. It is 0 while no cell runs. */
  get silence(): number {
    const last = Atomics.load(this.memory, 1);
    return last === 0 ? 0 : (now() - last + modulus) % modulus;
  }

  private beat(): void {
    Atomics.store(this.memory, 1, now() % modulus || 1);
  }
}
