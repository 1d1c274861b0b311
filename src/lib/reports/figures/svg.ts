// Page, text and colors of the report's figures, and their PNG files.
import sharp from "sharp";
import { svgRectangle, svgText, type TextStyle } from "../../base/drawing/svg.js";

/** Colors of text: dark for headings and values, pale for notes. */
export const ink = "#22303c";
export const paleInk = "#6b7a88";

/** Returns a text in the figures' ink, 13 px high by default. */
export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  return svgText(x, y, content, { size: 13, color: ink, ...style });
}

/** Returns an SVG document with a white page. */
export function svg(width: number, height: number, parts: readonly string[]): string {
  const page = svgRectangle(0, 0, width, height, 'fill="white"');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans, Helvetica, Arial, sans-serif">${page}${parts.join("")}</svg>`;
}

/**
 * Draws an SVG document as a PNG file.
 * @param overlays pictures laid over the page, each with its place in pixels
 */
export function svgToPng(
  page: string,
  overlays: readonly { readonly input: Buffer; readonly left: number; readonly top: number }[] = [],
): Promise<Buffer> {
  return sharp(Buffer.from(page))
    .composite([...overlays])
    .png()
    .toBuffer();
}
