// Elements of SVG that figures and views draw with.
import { escapeXml } from "./escape.js";

/** Style of a text. A missing part is inherited from the element around it. */
export interface TextStyle {
  /** In units of the drawing. */
  readonly size?: number;
  /** Point of the text that lies at x. Default "start". */
  readonly anchor?: "start" | "middle" | "end";
  readonly color?: string;
  /** Font weight, such as "bold" or "600". */
  readonly weight?: string;
}

/**
 * Returns a text element.
 * @param y of the baseline
 * @param content any text; it is escaped
 * @example
 * svgText(8, 20, "R@1 & R@5", { anchor: "middle", size: 12 });
 */
export function svgText(x: number, y: number, content: string, style: TextStyle = {}): string {
  const attributes = {
    x,
    y,
    "font-size": style.size,
    "text-anchor": style.anchor ?? "start",
    fill: style.color,
    "font-weight": style.weight,
  };
  const written = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${value}"`],
  );
  return `<text ${written.join(" ")}>${escapeXml(content)}</text>`;
}

/**
 * Returns a rectangle.
 * @param attributes its other attributes, as they are written
 * @example
 * svgRectangle(0, 0, 40, 8, 'fill="#eee"');
 */
export function svgRectangle(
  x: number,
  y: number,
  width: number,
  height: number,
  attributes: string,
): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${attributes}/>`;
}
