// Pictures that stand in for a view where no script runs: tiles side by side, as small PNG files.
import sharp, { type Sharp } from "sharp";
import { escapeXml } from "../../lib/base/escape.js";

/** The most bytes that a stand-in may have: a notebook holds many. */
export const mostBytes = 300_000;

/** Encodes with a palette, with fewer colors until the file is small enough. */
export async function asPng(image: Sharp): Promise<Buffer> {
  const whole = await image.png().toBuffer();
  for (const colors of [256, 64, 24]) {
    const png = await sharp(whole).png({ palette: true, colors, effort: 3 }).toBuffer();
    if (png.length <= mostBytes) return png;
  }
  const { width } = await sharp(whole).metadata();
  return asPng(sharp(whole).resize(Math.floor(width / 2)));
}

/** A tile of a mosaic: a picture with a line of text under it. */
export interface Tile {
  readonly picture: Buffer | Uint8Array;
  readonly text: string;
}

/** @param side of each square tile, in px @param across how many stand in a row */
export async function mosaic(tiles: readonly Tile[], side: number, across: number): Promise<Buffer> {
  const [gap, line] = [8, 24];
  const rows = Math.ceil(tiles.length / across);
  const columns = Math.min(across, tiles.length);
  const composed = tiles.map(async ({ picture, text }, i) => {
    const [left, top] = [(i % across) * (side + gap), Math.floor(i / across) * (side + line + gap)];
    const input = await sharp(picture).resize(side, side, { fit: "cover" }).png().toBuffer();
    return [
      { input, left, top },
      { input: Buffer.from(textSvg(text, side, line)), left, top: top + side },
    ];
  });
  return asPng(
    sharp({
      create: {
        width: columns * (side + gap) - gap,
        height: rows * (side + line + gap) - gap,
        channels: 3,
        background: "#fff",
      },
    }).composite((await Promise.all(composed)).flat()),
  );
}

function textSvg(text: string, width: number, height: number): string {
  const fits = Math.floor(width / 7.2);
  const shown = text.length > fits ? `${text.slice(0, fits - 1)}…` : text;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><text x="0" y="17" font-family="sans-serif" font-size="14">${escapeXml(shown)}</text></svg>`;
}
