// The curve of a run in bounded memory: once there are too many points, two neighbors become their mean, so that a
// run of a million steps is still a thousand points to send and to draw.

export class RunCurve {
  private values: number[] = [];
  private sum = 0;
  private pending = 0;
  private perPoint = 1;

  /** @param most points, an even number */
  constructor(private readonly most = 1000) {}

  /** How many steps a point stands for. */
  get stepsPerPoint(): number {
    return this.perPoint;
  }

  add(value: number): void {
    this.sum += value;
    this.pending += 1;
    if (this.pending < this.perPoint) return;
    this.values.push(this.sum / this.pending);
    this.sum = 0;
    this.pending = 0;
    if (this.values.length <= this.most) return;
    // The one point beyond the even number waits for its neighbor.
    this.sum = this.values.pop()! * this.perPoint;
    this.pending = this.perPoint;
    const all = this.values;
    this.values = Array.from({ length: all.length / 2 }, (_, i) => (all[2 * i]! + all[2 * i + 1]!) / 2);
    this.perPoint *= 2;
  }

  /** Means of `stepsPerPoint` steps each; the last may be of fewer. */
  points(): Float32Array {
    return Float32Array.from(this.pending > 0 ? [...this.values, this.sum / this.pending] : this.values);
  }
}
