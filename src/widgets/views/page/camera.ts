// Zoom and pan over a plane of cells. Positions u, v on the canvas are shares of its width and height, 0…1.

/** A part of the plane, in cells. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A view that keys and buttons zoom and move. */
export interface Zoomable {
  /** The region of the whole plane. */
  readonly whole: Region;
  /** Shows a region. */
  show(region: Region): void;
  /** Zooms by a factor of the region's size, and keeps a position on the canvas in place. */
  zoom(factor: number, u?: number, v?: number): void;
  /** Moves by shares of the visible region. */
  pan(du: number, dv: number): void;
}

/**
 * Region of a plane of cells that a canvas shows. Zooming keeps the point under the pointer in place, and the region
 * stays inside the plane.
 */
export class Camera implements Zoomable {
  private seen: Region;

  /** @param least smallest width and height of the region in cells. Default 6. */
  constructor(
    readonly columns: number,
    readonly rows: number,
    private readonly least = 6,
  ) {
    this.seen = this.whole;
  }

  /** The visible region. */
  get region(): Region {
    return this.seen;
  }

  /** The region of the whole plane. */
  get whole(): Region {
    return { x: 0, y: 0, width: this.columns, height: this.rows };
  }

  /** Shows a region, moved and resized to fit into the plane. */
  show({ x, y, width, height }: Region): void {
    const w = Math.min(this.columns, Math.max(Math.min(this.least, this.columns), width));
    const h = Math.min(this.rows, Math.max(Math.min(this.least, this.rows), height));
    const inside = (start: number, size: number, end: number) => Math.min(end - size, Math.max(0, start));
    this.seen = { x: inside(x, w, this.columns), y: inside(y, h, this.rows), width: w, height: h };
  }

  /**
   * Zooms in or out.
   * @param factor of the region's size: below 1 zooms in, above 1 zooms out
   */
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

  /** Moves by shares of the visible region. */
  pan(du: number, dv: number): void {
    const { x, y, width, height } = this.seen;
    this.show({ x: x + du * width, y: y + dv * height, width, height });
  }

  /** Moves by the shortest distance that makes a cell visible. */
  reveal(column: number, row: number): void {
    const { x, y, width, height } = this.seen;
    const near = (start: number, size: number, cell: number) =>
      cell < start ? cell : cell + 1 > start + size ? cell + 1 - size : start;
    this.show({ x: near(x, width, column), y: near(y, height, row), width, height });
  }

  /** Returns the cell at a position on the canvas. */
  cellAt(u: number, v: number): { column: number; row: number } {
    const cell = (at: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(at)));
    return {
      column: cell(this.seen.x + u * this.seen.width, this.columns),
      row: cell(this.seen.y + v * this.seen.height, this.rows),
    };
  }
}
