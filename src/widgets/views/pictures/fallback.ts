// Small PNG files that are shown instead of a view where no script runs.
import sharp, { type Sharp } from "sharp";
import { svgText } from "../../../lib/base/drawing/svg.js";
import { truncate } from "../../../lib/base/messages/truncate.js";
import { type OverlayLook, overlayPixels, type ValueMap } from "./overlay.js";

/** Largest size of a fallback picture in bytes, because a notebook stores many. */
export const mostBytes = 300_000;

/** Encodes with a palette, with fewer colors until the file has at most `mostBytes`, then at half the size. */
export async function asPng(image: Sharp): Promise<Buffer> {
  const whole = await image.png().toBuffer();
  for (const colors of [256, 64, 24]) {
    const png = await sharp(whole).png({ palette: true, colors, effort: 3 }).toBuffer();
    if (png.length <= mostBytes) return png;
  }
  const { width } = await sharp(whole).metadata();
  return asPng(sharp(whole).resize(Math.floor(width / 2)));
}

/** Draws a map of values, enlarged smoothly, over a picture. Both get the same size in px. */
export async function withOverlay(
  picture: Buffer | Uint8Array,
  { values, width: columns, height: rows }: ValueMap,
  look: OverlayLook,
  [width, height]: readonly [width: number, height: number],
): Promise<Sharp> {
  const input = await sharp(overlayPixels(values, look), {
    raw: { width: columns, height: rows, channels: 4 },
  })
    .resize(width, height, { fit: "fill", kernel: "cubic" })
    .png()
    .toBuffer();
  return sharp(picture).resize(width, height, { fit: "fill" }).removeAlpha().composite([{ input }]);
}

/** A picture with a line of text under it. */
export interface CaptionedPicture {
  /** Bytes of an image file. */
  readonly picture: Buffer | Uint8Array;
  readonly text: string;
}

/**
 * Places pictures side by side, each with its text, as a PNG file.
 * @param side width and height of each, in px
 * @param across number of pictures in a row
 */
export async function mosaic(
  pictures: readonly CaptionedPicture[],
  side: number,
  across: number,
): Promise<Buffer> {
  const [gap, line] = [8, 24];
  const rows = Math.ceil(pictures.length / across);
  const columns = Math.min(across, pictures.length);
  const composed = pictures.map(async ({ picture, text }, i) => {
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

/**
 * Places pictures of any size side by side, each with its text under it, as a PNG file.
 * @param across number of pictures in a row
 */
export async function captioned(pictures: readonly CaptionedPicture[], across: number): Promise<Buffer> {
  const [gap, line] = [8, 24];
  const sizes = await Promise.all(pictures.map(({ picture }) => sharp(picture).metadata()));
  const [width, height] = [
    Math.max(...sizes.map((size) => size.width)),
    Math.max(...sizes.map((size) => size.height)),
  ];
  // A text needs some width also under a narrow picture.
  const cell = { width: Math.max(width, 320), height: height + line };
  const columns = Math.min(across, pictures.length);
  const rows = Math.ceil(pictures.length / columns);
  const composed = pictures.flatMap(({ picture, text }, i) => {
    const left = (i % columns) * (cell.width + gap);
    const top = Math.floor(i / columns) * (cell.height + gap);
    return [
      { input: Buffer.from(picture), left, top },
      { input: Buffer.from(textSvg(text, cell.width, line)), left, top: top + height },
    ];
  });
  return asPng(
    sharp({
      create: {
        width: columns * (cell.width + gap) - gap,
        height: rows * (cell.height + gap) - gap,
        channels: 3,
        background: "#fff",
      },
    }).composite(composed),
  );
}

function textSvg(text: string, width: number, height: number): string {
  const line = svgText(0, 17, truncate(text, Math.floor(width / 7.2)), { size: 14 });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif">${line}</svg>`;
}
