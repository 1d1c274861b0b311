// Order of outputs. A place that is reserved holds back the outputs behind it until it is filled.
import { inspect } from "node:util";

/** Runs steps in the order of their places, also when a step is added later than those behind it. */
export class OutputSequence {
  private readonly waiting: ((() => void) | OutputSequence)[] = [];
  private isClosed = false;
  private isAbandoned = false;

  /** @param parent the sequence in which this one is a place; none for the outputs of a whole request */
  constructor(private readonly parent?: OutputSequence) {}

  /** True after an interrupt, when nothing waits for places any more. */
  get abandoned(): boolean {
    return this.isAbandoned || (this.parent?.abandoned ?? false);
  }

  /** Keeps the state of the kernel out of `util.inspect(timer)`, as AsyncLocalStorage refers to it from many objects. */
  [inspect.custom](): string {
    return "[OutputSequence]";
  }

  /** Runs a step after all earlier steps and places. A step that is added to a closed place follows the place. */
  add(step: () => void): void {
    if (this.isClosed && this.parent) {
      this.parent.add(step);
      return;
    }
    this.waiting.push(step);
    this.root.flush();
  }

  /** Reserves a place. Steps that are added to it run there, and later ones of this sequence wait until it is closed. */
  reserve(): OutputSequence {
    if (this.isClosed && this.parent) return this.parent.reserve();
    const place = new OutputSequence(this);
    if (this.abandoned) place.isClosed = true;
    else this.waiting.push(place);
    return place;
  }

  /** Closes a place, so that the steps behind it run. */
  close(): void {
    this.isClosed = true;
    this.root.flush();
  }

  /** Closes all places and lets no later one hold anything back. */
  abandon(): void {
    this.isAbandoned = true;
    this.root.flush();
  }

  private get root(): OutputSequence {
    return this.parent?.root ?? this;
  }

  /** Runs the steps that nothing holds back. Returns whether the sequence is closed and empty. */
  private flush(): boolean {
    for (let first = this.waiting[0]; first; first = this.waiting[0]) {
      if (first instanceof OutputSequence) {
        if (!first.flush()) return false;
        // A step may have run this loop already.
        if (this.waiting[0] === first) this.waiting.shift();
      } else {
        this.waiting.shift();
        first();
      }
    }
    return this.isClosed || this.abandoned;
  }
}
