// Curve of a run in bounded memory.

/**
 * Averages the values of a run into a limited number of points. At the limit, pairs of neighbors become their mean, so
 * that a run of a million steps still has a thousand points.
 */
export class RunCurve {
  private values: number[] = [];
  private sum = 0;
  private pending = 0;
  private perPoint = 1;

  /** @param most largest number of points, an even number */
  constructor(private readonly most = 1000) {}

  /** Number of steps in each point. */
  get stepsPerPoint(): number {
    return this.perPoint;
  }

  /** Adds the value of a step. */
  add(value: number): void {
    this.sum += value;
    this.pending += 1;
    if (this.pending < this.perPoint) return;
    this.values.push(this.sum / this.pending);
    this.sum = 0;
    this.pending = 0;
    if (this.values.length <= this.most) return;
    // The point beyond the even number waits for its neighbor.
    this.sum = this.values.pop()! * this.perPoint;
    this.pending = this.perPoint;
    const all = this.values;
    this.values = Array.from({ length: all.length / 2 }, (_, i) => (all[2 * i]! + all[2 * i + 1]!) / 2);
    this.perPoint *= 2;
  }

  /** Returns the mean of each point. The last point may have fewer steps. */
  points(): Float32Array {
    return Float32Array.from(this.pending > 0 ? [...this.values, this.sum / this.pending] : this.values);
  }
}
