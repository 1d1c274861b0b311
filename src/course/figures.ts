// Pictures side by side with captions, as HTML that needs no script and no network.
import sharp from "sharp";
import { escapeXml } from "../lib/base/drawing/escape.js";
import type { ImageRecord } from "../lib/data/dataset.js";
import { htmlValue } from "./html.js";

/** A picture with its caption. */
export interface Figure {
  /** Path of an image file, or its bytes, in any format that sharp reads. */
  readonly picture: string | Uint8Array;
  /** Text below the picture. Default none. */
  readonly caption?: string;
  /** Description for readers who cannot see the picture. Default the caption. */
  readonly alt?: string;
}

/** Options of `figures`. */
export interface FigureOptions {
  /** Longer side of each picture on the page, in pixels. Each keeps its proportions. Default 148. */
  readonly size?: number;
  /** True to enlarge a small picture without smoothing, as for feature maps. Default false. */
  readonly pixelated?: boolean;
}

/**
 * Returns pictures side by side, for `display` or as the value of a cell. Each is stored in its size on the page as a
 * JPEG of about 5 kB, or as a PNG with `pixelated`.
 * @param items pictures with captions, or records of a data set, which are shown with their first captions
 * @example
 * display(await figures(dataset.records.slice(0, 2), { size: 100 }));
 */
export async function figures(
  items: readonly (Figure | ImageRecord)[],
  options: FigureOptions = {},
): Promise<object> {
  const { size = 148, pixelated = false } = options;
  const all = items.map((item): Figure => ("picture" in item ? item : figureOf(item)));
  const parts = await Promise.all(
    all.map(async ({ picture, caption = "", alt = caption }) => {
      const kernel = pixelated ? sharp.kernel.nearest : sharp.kernel.lanczos3;
      const sized = sharp(picture).resize(size, size, { fit: "inside", kernel });
      const encoded = pixelated ? sized.png({ palette: true }) : sized.jpeg({ quality: 80 });
      const { data, info } = await encoded.toBuffer({ resolveWithObject: true });
      const source = `data:image/${info.format};base64,${data.toString("base64")}`;
      const image = `<img src="${source}" width="${info.width}" height="${info.height}" alt="${escapeXml(alt)}">`;
      return `<figure style="width:${size}px;margin:0;overflow-wrap:anywhere">${image}<figcaption>${escapeXml(caption)}</figcaption></figure>`;
    }),
  );
  const html = `<div style="display:flex;flex-wrap:wrap;gap:12px">${parts.join("")}</div>`;
  const text = all.map(({ caption }, i) => caption ?? `picture ${i + 1}`).join("\n");
  return htmlValue(html, text);
}

function figureOf({ path, captions, filename }: ImageRecord): Figure {
  return { picture: path, caption: captions[0] ?? filename };
}
