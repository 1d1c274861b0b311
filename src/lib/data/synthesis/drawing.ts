// A vector drawing of a scene seen from above: shapes with shadows, trees, cars, roofs and roads. Coordinates are
// pixels of a 256 × 256 picture. Angles are in degrees, about the center of a shape.
import type { Random } from "../../base/random.js";
import { cornersIn, type ObjectLabel, type SceneObject } from "./sceneObjects.js";

/** The side of a drawn picture in pixels. */
export const SIDE = 256;

/** An object of a drawn scene: a rectangle about its center, in pixels of the drawing before its rotation. */
interface PlacedObject {
  readonly label: ObjectLabel;
  readonly cx: number;
  readonly cy: number;
  readonly width: number;
  readonly height: number;
  /** In degrees, as in SVG. */
  readonly angle: number;
}

const n = (value: number) => value.toFixed(1);

/** Look of a shape. */
export interface ShapeOptions {
  /** Rotation in degrees. */
  angle?: number;
  /** Offset of the shadow in pixels. 0 draws none. */
  shadow?: number;
  /** Corner radius in pixels. */
  round?: number;
  /** Color of the outline. */
  stroke?: string;
  /** Width of the outline in pixels. */
  strokeWidth?: number;
}

/** Makes a `#rrggbb` color lighter (factor above 1) or darker (below 1). */
export function shade(color: string, factor: number): string {
  const value = Number.parseInt(color.slice(1), 16);
  const part = (shift: number) =>
    Math.max(0, Math.min(255, Math.round(((value >> shift) & 255) * factor)))
      .toString(16)
      .padStart(2, "0");
  return `#${part(16)}${part(8)}${part(0)}`;
}

/** A drawing of one scene. */
export class Drawing {
  readonly #parts: string[] = [];
  readonly #objects: PlacedObject[] = [];
  readonly #quarterTurns: number;
  readonly random: Random;

  /** Rotates the drawing by a random multiple of 90°, with the direction of its shadows. */
  constructor(random: Random) {
    this.random = random;
    this.#quarterTurns = random.integer(0, 3);
  }

  /** Adds a shape with its shadow. @param element SVG element without fill */
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

  /** Notes an object of the scene, for the list of true boxes. It draws nothing. */
  note(label: ObjectLabel, cx: number, cy: number, width: number, height: number, angle = 0): void {
    this.#objects.push({ label, cx, cy, width, height, angle });
  }

  /** Returns the noted objects in pixels of the picture, rotated with the drawing. Objects outside of it are left out. */
  objects(): SceneObject[] {
    return this.#objects.flatMap(({ label, cx, cy, width, height, angle }) => {
      const corners = cornersIn(SIDE, this.#quarterTurns, { cx, cy, width, height, angle });
      return corners ? [{ label, ...corners }] : [];
    });
  }

  /** Fills the picture. */
  ground(color: string): void {
    this.#parts.push(`<rect x="-60" y="-60" width="376" height="376" fill="${color}"/>`);
  }

  /** Adds a rectangle about its center. */
  box(cx: number, cy: number, width: number, height: number, fill: string, options: ShapeOptions = {}): void {
    const corner = options.round ? ` rx="${n(options.round)}"` : "";
    const element = `<rect x="${n(cx - width / 2)}" y="${n(cy - height / 2)}" width="${n(width)}" height="${n(height)}"${corner}/>`;
    this.#shape(element, cx, cy, fill, options);
  }

  /** Adds an ellipse about its center. */
  ellipse(cx: number, cy: number, rx: number, ry: number, fill: string, options: ShapeOptions = {}): void {
    this.#shape(`<ellipse cx="${n(cx)}" cy="${n(cy)}" rx="${n(rx)}" ry="${n(ry)}"/>`, cx, cy, fill, options);
  }

  /** Adds a polygon. */
  polygon(points: readonly (readonly [number, number])[], fill: string, options: ShapeOptions = {}): void {
    const list = points.map(([x, y]) => `${n(x)},${n(y)}`).join(" ");
    const [cx, cy] = points.reduce(
      ([a, b], [x, y]) => [a + x / points.length, b + y / points.length],
      [0, 0],
    );
    this.#shape(`<polygon points="${list}"/>`, cx, cy, fill, options);
  }

  /** Adds an SVG path. @param fill a color, or `none` for an outline only */
  path(d: string, fill: string, options: ShapeOptions = {}): void {
    this.#shape(`<path d="${d}"/>`, SIDE / 2, SIDE / 2, fill, options);
  }

  /** Adds a road along an SVG path, with an optional dashed center line. */
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

  /** Adds a round crown with a lit side. */
  tree(x: number, y: number, radius: number, color: string): void {
    const tone = shade(color, this.random.between(0.82, 1.12));
    this.ellipse(x, y, radius, radius * this.random.between(0.86, 1), tone, { shadow: radius * 0.35 });
    this.ellipse(x - radius * 0.25, y - radius * 0.25, radius * 0.55, radius * 0.5, shade(tone, 1.22));
  }

  /** Adds a car. */
  car(x: number, y: number, angle: number, color: string, scale = 1): void {
    this.note("car", x, y, 11 * scale, 5.4 * scale, angle);
    this.box(x, y, 11 * scale, 5.4 * scale, color, { angle, shadow: 1.3 * scale, round: 1.5 * scale });
    this.box(x, y, 5 * scale, 4.2 * scale, shade(color, 0.55), { angle, round: scale });
  }

  /** Adds a house with a pitched roof, one side in the light and the other in the shade. */
  house(x: number, y: number, width: number, height: number, roof: string, angle = 0): void {
    this.note("house", x, y, width, height, angle);
    this.box(x, y, width, height, shade(roof, 0.78), { angle, shadow: 3.5 });
    const radians = (angle * Math.PI) / 180;
    const up = -height / 4;
    this.box(x - Math.sin(radians) * up, y + Math.cos(radians) * up, width, height / 2, shade(roof, 1.12), {
      angle,
    });
  }

  /** Adds a large flat roof with a parapet and machines. */
  building(x: number, y: number, width: number, height: number, roof: string, angle = 0): void {
    this.note("building", x, y, width, height, angle);
    this.box(x, y, width, height, shade(roof, 0.72), { angle, shadow: 6 });
    this.box(x, y, width - 4, height - 4, roof, { angle });
    for (let i = 0; i < 3; i++) {
      this.box(x + (i - 1) * Math.min(width, height) * 0.22, y, 5, 4, shade(roof, 0.85), {
        angle,
        shadow: 1,
      });
    }
  }

  /** Adds trees at random places that `free` accepts. */
  scatterTrees(count: number, color: string, free: (x: number, y: number) => boolean, radius = 6): void {
    for (let i = 0; i < count; i++) {
      const [x, y] = [this.random.between(0, SIDE), this.random.between(0, SIDE)];
      if (free(x, y)) this.tree(x, y, radius * this.random.between(0.7, 1.3), color);
    }
  }

  /** Returns the drawing as an SVG document. */
  toSvg(): string {
    const turn = `rotate(${this.#quarterTurns * 90} 128 128)`;
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}"><g transform="${turn}">${this.#parts.join("")}</g></svg>`;
  }
}
