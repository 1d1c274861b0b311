// Shapes over a large image: annotated regions, their circles, attention centers and tiles. The page draws them onto a
// canvas, the kernel as SVG into fallback pictures.

/** A corner in pixels of the image. */
export type Corner = readonly [x: number, y: number];

/** A circle in pixels of the image. */
export interface Circle {
  /** Distance of the center from the left edge. */
  readonly x: number;
  /** Distance of the center from the upper edge. */
  readonly y: number;
  /** Radius. */
  readonly radius: number;
}

/** Shapes by their meaning. */
export interface Shapes {
  /** Polygons of annotated regions. */
  readonly regions: readonly (readonly Corner[])[];
  /** The circle around each region in which attention centers count. */
  readonly circles: readonly Circle[];
  /** The attention centers of a map. */
  readonly centers: readonly Corner[];
}

/** Colors of the shapes. All are drawn with a dark border, so that they are visible on any image. */
export const shapeColors = { regions: "#4dd0e1", circles: "#ffd54f", centers: "#ff5277" } as const;

/** Names of the shapes in legends. */
export const shapeNames = {
  regions: "annotated region",
  circles: "its circle",
  centers: "attention center",
} as const;

/** The kinds of shapes, in the order in which they are drawn. */
export const shapeKinds = Object.keys(shapeColors) as (keyof typeof shapeColors)[];

/** Nothing to draw. */
export const noShapes: Shapes = { regions: [], circles: [], centers: [] };

/** Half the width of an attention center's cross, in px. */
const arm = 8;

/** A path of SVG in the pixels of a picture. */
export interface ShapePath {
  readonly kind: keyof Shapes;
  readonly d: string;
}

/**
 * Returns the outlines of shapes as SVG paths, which a canvas draws too.
 * @param at returns the position of a point of the image in the picture
 * @param scale pixels of the picture for each pixel of the image
 * @param unit size of a CSS pixel in the picture
 */
export function shapePaths(
  { regions, circles, centers }: Shapes,
  at: (corner: Corner) => readonly [number, number],
  scale: number,
  unit = 1,
): ShapePath[] {
  const point = (corner: Corner) =>
    at(corner)
      .map((value) => value.toFixed(1))
      .join(" ");
  const polygon = (corners: readonly Corner[]) =>
    corners.length === 0 ? "" : `M${corners.map(point).join("L")}Z`;
  const circle = ({ x, y, radius }: Circle) => {
    const [cx, cy] = at([x, y]);
    const r = radius * scale;
    return `M${cx - r} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  };
  const cross = (corner: Corner) => {
    const [x, y] = at(corner);
    const a = arm * unit;
    return `M${x - a} ${y - a}L${x + a} ${y + a}M${x - a} ${y + a}L${x + a} ${y - a}`;
  };
  return [
    ...regions.map((corners) => ({ kind: "regions" as const, d: polygon(corners) })),
    ...circles.map((one) => ({ kind: "circles" as const, d: circle(one) })),
    ...centers.map((corner) => ({ kind: "centers" as const, d: cross(corner) })),
  ];
}

/** Width of a shape's line in px. */
export const lineWidth = 3;
/** Dashes of a circle's line in px. */
export const circleDash = [7, 5] as const;

/** Returns an SVG picture of shapes over an image, in a size in px. */
export function shapesSvg(
  shapes: Shapes,
  image: { readonly width: number; readonly height: number },
  [width, height]: readonly [width: number, height: number],
): string {
  const scale = width / image.width;
  const paths = shapePaths(shapes, ([x, y]) => [x * scale, y * scale], scale).flatMap(({ kind, d }) => {
    const dash = kind === "circles" ? ` stroke-dasharray="${circleDash.join(" ")}"` : "";
    return [
      `<path d="${d}" stroke="#000" stroke-opacity="0.6" stroke-width="${lineWidth + 3}"/>`,
      `<path d="${d}" stroke="${shapeColors[kind]}" stroke-width="${lineWidth}"${dash}/>`,
    ];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" fill="none" stroke-linejoin="round">${paths.join("")}</svg>`;
}
