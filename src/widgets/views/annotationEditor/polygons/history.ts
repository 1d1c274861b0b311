// Undo and redo.

/** Greatest number of steps that can be undone. */
const mostSteps = 200;

/** A value with its earlier states, and those that were undone. */
export class History<T> {
  private readonly past: T[] = [];
  private readonly future: T[] = [];
  private part = "";

  constructor(private value: T) {}

  /** The present value. */
  get present(): T {
    return this.value;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /**
   * Changes the value.
   * @param part changes with the same name, one after another, are one step, such as those of one drag. Default none
   */
  change(value: T, part = ""): void {
    if (part === "" || part !== this.part) {
      this.past.push(this.value);
      if (this.past.length > mostSteps) this.past.shift();
    }
    this.part = part;
    this.future.length = 0;
    this.value = value;
  }

  /** Replaces the value without a step. */
  replace(value: T): void {
    this.value = value;
    this.part = "";
  }

  /** Ends a step, so that the next change is another one. */
  endStep(): void {
    this.part = "";
  }

  /** Returns to the value before the latest step. @returns false if there is none */
  undo(): boolean {
    return this.move(this.past, this.future);
  }

  /** Repeats the step that was undone last. @returns false if there is none */
  redo(): boolean {
    return this.move(this.future, this.past);
  }

  private move(from: T[], to: T[]): boolean {
    if (from.length === 0) return false;
    to.push(this.value);
    this.value = from.pop()!;
    this.part = "";
    return true;
  }
}
