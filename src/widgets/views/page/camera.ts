// Which part of a plane of cells a canvas shows: zooming keeps the point under the pointer where it is, and the
// part never leaves the plane. Positions on the canvas are shares of its width and height, 0…1.

export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export class Camera {
  private seen: Region;

  /** @param least the fewest cells that are shown across */
  constructor(
    readonly columns: number,
    readonly rows: number,
    private readonly least = 6,
  ) {
    this.seen = this.whole;
  }

  get region(): Region {
    return this.seen;
  }

  get whole(): Region {
    return { x: 0, y: 0, width: this.columns, height: this.rows };
  }

  /** Shows a region, or as much of it as lies in the plane. */
  show({ x, y, width, height }: Region): void {
    const w = Math.min(this.columns, Math.max(Math.min(this.least, this.columns), width));
    const h = Math.min(this.rows, Math.max(Math.min(this.least, this.rows), height));
    const inside = (start: number, size: number, end: number) => Math.min(end - size, Math.max(0, start));
    this.seen = { x: inside(x, w, this.columns), y: inside(y, h, this.rows), width: w, height: h };
  }

  /** @param factor below 1 to come nearer, above 1 to go away */
  zoom(factor: number, u = 0.5, v = 0.5): void {
    const { x, y, width, height } = this.seen;
    const bound = (size: number, count: number) =>
      Math.min(count / size, Math.max(Math.min(this.least, count) / size, factor));
    const [across, down] = [bound(width, this.columns), bound(height, this.rows)];
    this.show({
      x: x + width * u * (1 - across),
      y: y + height * v * (1 - down),
      width: width * across,
      height: height * down,
    });
  }

  /** Moves by shares of what is seen. */
  pan(du: number, dv: number): void {
    const { x, y, width, height } = this.seen;
    this.show({ x: x + du * width, y: y + dv * height, width, height });
  }

  /** Moves just so far that a cell is seen. */
  reveal(column: number, row: number): void {
    const { x, y, width, height } = this.seen;
    const near = (start: number, size: number, cell: number) =>
      cell < start ? cell : cell + 1 > start + size ? cell + 1 - size : start;
    this.show({ x: near(x, width, column), y: near(y, height, row), width, height });
  }

  /** The cell at a point of the canvas. */
  cellAt(u: number, v: number): { column: number; row: number } {
    const cell = (at: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(at)));
    return {
      column: cell(this.seen.x + u * this.seen.width, this.columns),
      row: cell(this.seen.y + v * this.seen.height, this.rows),
    };
  }
}
