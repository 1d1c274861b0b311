// Pictures side by side with a caption each, as HTML that needs neither script nor network.
import sharp from "sharp";
import { escapeXml } from "../lib/base/escape.js";
import { htmlValue } from "./html.js";

/** A picture: a file in any format that sharp reads, or the bytes of one. */
export interface Figure {
  readonly picture: string | Uint8Array;
  readonly caption?: string;
  /** What is to be seen, for those who do not; the caption by default. */
  readonly alt?: string;
}

export interface FigureOptions {
  /** Width and height of each picture on the page, in pixels. Default 148. */
  readonly size?: number;
  /** Whether pixels stay squares when a small picture is enlarged, as for feature maps. Default false. */
  readonly pixelated?: boolean;
}

/**
 * Pictures side by side, for `display` or as the value of a cell. Each is stored as a JPEG of its size on the page
 * (a PNG where pixels stay squares), about 5 kB.
 * @example
 * display(await figures(scenes.records.slice(0, 6).map(({ path, captions }) => ({ picture: path, caption: captions[0] }))));
 */
export async function figures(items: readonly Figure[], options: FigureOptions = {}): Promise<object> {
  const { size = 148, pixelated = false } = options;
  const parts = await Promise.all(
    items.map(async ({ picture, caption = "", alt = caption }) => {
      const kernel = pixelated ? sharp.kernel.nearest : sharp.kernel.lanczos3;
      const sized = sharp(picture).resize(size, size, { fit: "fill", kernel });
      const bytes = await (pixelated ? sized.png({ palette: true }) : sized.jpeg({ quality: 80 })).toBuffer();
      const source = `data:image/${pixelated ? "png" : "jpeg"};base64,${bytes.toString("base64")}`;
      const image = `<img src="${source}" width="${size}" height="${size}" alt="${escapeXml(alt)}">`;
      return `<figure style="width:${size}px;margin:0;overflow-wrap:anywhere">${image}<figcaption>${escapeXml(caption)}</figcaption></figure>`;
    }),
  );
  const html = `<div style="display:flex;flex-wrap:wrap;gap:12px">${parts.join("")}</div>`;
  const text = items.map(({ caption }, i) => caption ?? `picture ${i + 1}`).join("\n");
  return htmlValue(html, text);
}
