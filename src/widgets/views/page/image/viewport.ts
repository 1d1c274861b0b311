// Zoom and pan over an image that keeps its proportions. Positions u, v on the canvas are shares of its width and height, 0…1.
import type { Region, Zoomable } from "../camera.js";

/** Largest width of an image's pixel on the canvas, in CSS pixels. A smaller image is enlarged to four times its fit. */
const largestPixel = 12;

/** A point in pixels of the image. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The part of an image that a canvas shows. Zooming keeps the point under the pointer in place. The part stays inside the
 * image, except for margins where the whole width or height is visible.
 */
export class Viewport implements Zoomable {
  private middle: Point;
  private zoomed = 1;

  /**
   * @param columns width of the image in pixels
   * @param rows height of the image in pixels
   * @param canvas size of the canvas in CSS pixels
   */
  constructor(
    readonly columns: number,
    readonly rows: number,
    private canvas = { width: columns, height: rows },
  ) {
    this.middle = { x: columns / 2, y: rows / 2 };
  }

  /** CSS pixels for each pixel of the image. */
  get scale(): number {
    return this.fit * this.zoomed;
  }

  /** The visible region, with the margins. */
  get region(): Region {
    const [width, height] = [this.canvas.width / this.scale, this.canvas.height / this.scale];
    return { x: this.middle.x - width / 2, y: this.middle.y - height / 2, width, height };
  }

  /** The visible part of the image. */
  get inside(): Region {
    const { x, y, width, height } = this.region;
    const [left, top] = [Math.max(0, x), Math.max(0, y)];
    return {
      x: left,
      y: top,
      width: Math.min(this.columns, x + width) - left,
      height: Math.min(this.rows, y + height) - top,
    };
  }

  /** The region of the whole image. */
  get whole(): Region {
    return { x: 0, y: 0, width: this.columns, height: this.rows };
  }

  /** Changes the size of the canvas, in CSS pixels. The point in the middle and the zoom stay. */
  resize(width: number, height: number): void {
    this.canvas = { width, height };
    this.place(this.middle, this.zoomed);
  }

  /** Shows a region, or more around it to fill the canvas. */
  show({ x, y, width, height }: Region): void {
    const scale = Math.min(this.canvas.width / width, this.canvas.height / height);
    this.place({ x: x + width / 2, y: y + height / 2 }, scale / this.fit);
  }

  /**
   * Zooms in or out.
   * @param factor of the region's size: below 1 zooms in, above 1 zooms out
   */
  zoom(factor: number, u = 0.5, v = 0.5): void {
    const fixed = this.at(u, v);
    const before = this.zoomed;
    const zoomed = this.bounded(before / factor);
    const share = before / zoomed;
    this.place(
      {
        x: fixed.x + (this.middle.x - fixed.x) * share,
        y: fixed.y + (this.middle.y - fixed.y) * share,
      },
      zoomed,
    );
  }

  /** Moves by shares of the visible region. */
  pan(du: number, dv: number): void {
    const { width, height } = this.region;
    this.place({ x: this.middle.x + du * width, y: this.middle.y + dv * height }, this.zoomed);
  }

  /** Moves by the shortest distance that makes a point visible, with a margin of a tenth of the canvas. */
  reveal({ x, y }: Point): void {
    const seen = this.region;
    const near = (start: number, size: number, at: number) =>
      Math.min(0, at - start - size / 10) + Math.max(0, at - start - size + size / 10);
    this.place(
      {
        x: this.middle.x + near(seen.x, seen.width, x),
        y: this.middle.y + near(seen.y, seen.height, y),
      },
      this.zoomed,
    );
  }

  /** Returns the point at a position on the canvas. It may lie in a margin. */
  at(u: number, v: number): Point {
    const { x, y, width, height } = this.region;
    return { x: x + u * width, y: y + v * height };
  }

  /** Returns the pixel at a position on the canvas, the nearest one for a position in a margin. */
  cellAt(u: number, v: number): { column: number; row: number } {
    const { x, y } = this.at(u, v);
    const cell = (at: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(at)));
    return { column: cell(x, this.columns), row: cell(y, this.rows) };
  }

  /** Returns the position of a point of the image in CSS pixels of the canvas. */
  position({ x, y }: Point): Point {
    const { x: left, y: top } = this.region;
    return { x: (x - left) * this.scale, y: (y - top) * this.scale };
  }

  private get fit(): number {
    return Math.min(this.canvas.width / this.columns, this.canvas.height / this.rows);
  }

  private bounded(zoomed: number): number {
    return Math.min(Math.max(4, largestPixel / this.fit), Math.max(1, zoomed));
  }

  private place(middle: Point, zoomed: number): void {
    this.zoomed = this.bounded(zoomed);
    const { width, height } = this.region;
    const inside = (at: number, size: number, end: number) =>
      size >= end ? end / 2 : Math.min(end - size / 2, Math.max(size / 2, at));
    this.middle = { x: inside(middle.x, width, this.columns), y: inside(middle.y, height, this.rows) };
  }
}
