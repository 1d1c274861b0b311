// The little SVG that figures need: text, rectangles, and a picture of it all as PNG.
import sharp from "sharp";

export const ink = "#22303c";
export const paleInk = "#6b7a88";

export interface TextStyle {
  readonly size?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly color?: string;
  readonly bold?: boolean;
}

export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { size = 13, anchor = "start", color = ink, bold = false } = style;
  const weight = bold ? ' font-weight="bold"' : "";
  return `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" fill="${color}"${weight}>${escaped(content)}</text>`;
}

/** @param style attributes, such as `fill="#eee"` */
export function rectangle(x: number, y: number, width: number, height: number, style: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${style}/>`;
}

export function svg(width: number, height: number, parts: readonly string[]): string {
  const page = rectangle(0, 0, width, height, 'fill="white"');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans, Helvetica, Arial, sans-serif">${page}${parts.join("")}</svg>`;
}

/** @param overlays pictures to lay over the page, each with its place in pixels */
export function svgToPng(
  page: string,
  overlays: readonly { readonly input: Buffer; readonly left: number; readonly top: number }[] = [],
): Promise<Buffer> {
  return sharp(Buffer.from(page))
    .composite([...overlays])
    .png()
    .toBuffer();
}

function escaped(content: string): string {
  return content.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
