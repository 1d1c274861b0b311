// A tiny vector drawing of a scene seen from above: shapes with cast shadows, trees, cars, roofs, roads.
// Coordinates are pixels of a 256 × 256 picture; angles are degrees about the shape's center.
import type { Random } from "../../base/random.js";

/** The side of a drawn picture in pixels. */
export const SIDE = 256;

const n = (value: number) => value.toFixed(1);

export interface ShapeOptions {
  /** Rotation in degrees. */
  angle?: number;
  /** How far the shadow falls, in pixels; 0 casts none. */
  shadow?: number;
  /** Corner radius in pixels. */
  round?: number;
  stroke?: string;
  strokeWidth?: number;
}

/** Lighter (above 1) or darker (below 1) than a `#rrggbb` color. */
export function shade(color: string, factor: number): string {
  const value = Number.parseInt(color.slice(1), 16);
  const part = (shift: number) =>
    Math.max(0, Math.min(255, Math.round(((value >> shift) & 255) * factor)))
      .toString(16)
      .padStart(2, "0");
  return `#${part(16)}${part(8)}${part(0)}`;
}

export class Drawing {
  readonly #parts: string[] = [];
  readonly #quarterTurns: number;
  readonly random: Random;

  /** Each drawing is turned by a random multiple of 90°, which also turns its sun. */
  constructor(random: Random) {
    this.random = random;
    this.#quarterTurns = random.integer(0, 3);
  }

  /** Adds a shape given by its SVG element without fill, with its shadow below it. */
  #shape(element: string, cx: number, cy: number, fill: string, options: ShapeOptions): void {
    const turn = options.angle ? ` rotate(${n(options.angle)} ${n(cx)} ${n(cy)})` : "";
    const { shadow = 0 } = options;
    if (shadow > 0) {
      this.#parts.push(
        `<g transform="translate(${n(shadow)} ${n(shadow)})${turn}" fill="#000" fill-opacity=".34">${element}</g>`,
      );
    }
    const line = options.stroke
      ? ` stroke="${options.stroke}" stroke-width="${n(options.strokeWidth ?? 1)}"`
      : "";
    this.#parts.push(`<g transform="${turn.trim()}" fill="${fill}"${line}>${element}</g>`);
  }

  ground(color: string): void {
    this.#parts.push(`<rect x="-60" y="-60" width="376" height="376" fill="${color}"/>`);
  }

  /** A rectangle about its center. */
  box(cx: number, cy: number, width: number, height: number, fill: string, options: ShapeOptions = {}): void {
    const corner = options.round ? ` rx="${n(options.round)}"` : "";
    const element = `<rect x="${n(cx - width / 2)}" y="${n(cy - height / 2)}" width="${n(width)}" height="${n(height)}"${corner}/>`;
    this.#shape(element, cx, cy, fill, options);
  }

  ellipse(cx: number, cy: number, rx: number, ry: number, fill: string, options: ShapeOptions = {}): void {
    this.#shape(`<ellipse cx="${n(cx)}" cy="${n(cy)}" rx="${n(rx)}" ry="${n(ry)}"/>`, cx, cy, fill, options);
  }

  polygon(points: readonly (readonly [number, number])[], fill: string, options: ShapeOptions = {}): void {
    const list = points.map(([x, y]) => `${n(x)},${n(y)}`).join(" ");
    const [cx, cy] = points.reduce(
      ([a, b], [x, y]) => [a + x / points.length, b + y / points.length],
      [0, 0],
    );
    this.#shape(`<polygon points="${list}"/>`, cx, cy, fill, options);
  }

  /** An SVG path; `fill` may be `none` when only its stroke is wanted. */
  path(d: string, fill: string, options: ShapeOptions = {}): void {
    this.#shape(`<path d="${d}"/>`, SIDE / 2, SIDE / 2, fill, options);
  }

  /** A line of some width, with an optional dashed center line. */
  road(d: string, width: number, color: string, centerLine?: string): void {
    this.#parts.push(
      `<path d="${d}" fill="none" stroke="${shade(color, 0.8)}" stroke-width="${n(width + 3)}"/>`,
      `<path d="${d}" fill="none" stroke="${color}" stroke-width="${n(width)}"/>`,
    );
    if (centerLine) {
      this.#parts.push(
        `<path d="${d}" fill="none" stroke="${centerLine}" stroke-width="1.4" stroke-dasharray="7 6"/>`,
      );
    }
  }

  /** A round crown with a lit side. */
  tree(x: number, y: number, radius: number, color: string): void {
    const tone = shade(color, this.random.between(0.82, 1.12));
    this.ellipse(x, y, radius, radius * this.random.between(0.86, 1), tone, { shadow: radius * 0.35 });
    this.ellipse(x - radius * 0.25, y - radius * 0.25, radius * 0.55, radius * 0.5, shade(tone, 1.22));
  }

  car(x: number, y: number, angle: number, color: string, scale = 1): void {
    this.box(x, y, 11 * scale, 5.4 * scale, color, { angle, shadow: 1.3 * scale, round: 1.5 * scale });
    this.box(x, y, 5 * scale, 4.2 * scale, shade(color, 0.55), { angle, round: scale });
  }

  /** A house with a pitched roof: one side in the light, the other in shade. */
  house(x: number, y: number, width: number, height: number, roof: string, angle = 0): void {
    this.box(x, y, width, height, shade(roof, 0.78), { angle, shadow: 3.5 });
    const radians = (angle * Math.PI) / 180;
    const up = -height / 4;
    this.box(x - Math.sin(radians) * up, y + Math.cos(radians) * up, width, height / 2, shade(roof, 1.12), {
      angle,
    });
  }

  /** A large flat roof with a parapet and machines on it. */
  building(x: number, y: number, width: number, height: number, roof: string, angle = 0): void {
    this.box(x, y, width, height, shade(roof, 0.72), { angle, shadow: 6 });
    this.box(x, y, width - 4, height - 4, roof, { angle });
    for (let i = 0; i < 3; i++) {
      this.box(x + (i - 1) * Math.min(width, height) * 0.22, y, 5, 4, shade(roof, 0.85), {
        angle,
        shadow: 1,
      });
    }
  }

  /** Trees scattered wherever `free` allows. */
  scatterTrees(count: number, color: string, free: (x: number, y: number) => boolean, radius = 6): void {
    for (let i = 0; i < count; i++) {
      const [x, y] = [this.random.between(0, SIDE), this.random.between(0, SIDE)];
      if (free(x, y)) this.tree(x, y, radius * this.random.between(0.7, 1.3), color);
    }
  }

  toSvg(): string {
    const turn = `rotate(${this.#quarterTurns * 90} 128 128)`;
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}"><g transform="${turn}">${this.#parts.join("")}</g></svg>`;
  }
}
