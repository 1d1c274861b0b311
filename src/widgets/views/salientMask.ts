// Images with the model's salient mask over them: strength, colour and threshold are set in the page or from
// TypeScript, and the mask's value under the pointer is told.
import sharp from "sharp";
import { AnyWidget } from "../core/anyWidget.js";
import type { JsonObject } from "../core/host.js";
import { pageModule } from "../core/pageModule.js";

/** One image and its mask. */
export interface MaskedImage {
  readonly label: string;
  /** A PNG or JPEG file's bytes. */
  readonly picture: Uint8Array;
  /** Values in 0…1, row after row, `side` × `side`. */
  readonly mask: Float32Array;
  readonly side: number;
}

/** What page and kernel share. */
export interface SalientMaskState {
  labels: readonly string[];
  sides: readonly number[];
  pictures: readonly Uint8Array[];
  masks: readonly Float32Array[];
  /** Strength of the overlay, 0…1. */
  opacity: number;
  /** Mask values below it are not drawn, 0…1. */
  threshold: number;
}

export interface SalientMaskViewer extends SalientMaskState {}
/**
 * @example
 * display(new SalientMaskViewer([{ label: "port", picture: png, mask, side: 16 }], { opacity: 0.6 }));
 */
export class SalientMaskViewer extends AnyWidget<SalientMaskState> {
  constructor(
    private readonly images: readonly MaskedImage[],
    { opacity = 0.6, threshold = 0 }: { opacity?: number; threshold?: number } = {},
  ) {
    super({
      name: "SalientMaskViewer",
      esm: pageModule("salientMask"),
      state: {
        labels: images.map(({ label }) => label),
        sides: images.map(({ side }) => side),
        pictures: images.map(({ picture }) => picture),
        masks: images.map(({ mask }) => mask),
        opacity,
        threshold,
      },
    });
  }

  /** The images side by side, their masks drawn in. */
  protected override async standIn(): Promise<JsonObject> {
    const side = 160;
    const tiles = await Promise.all(
      this.images.map(async ({ picture, mask, side: cells }, i) => {
        const alpha = Buffer.alloc(cells * cells * 4);
        for (const [k, value] of mask.entries()) {
          alpha.set([255, Math.round(200 * (1 - value)), 0, Math.round(255 * value * this.opacity)], k * 4);
        }
        const overlay = await sharp(alpha, { raw: { width: cells, height: cells, channels: 4 } })
          .resize(side, side, { kernel: "cubic" })
          .png()
          .toBuffer();
        const input = await sharp(picture)
          .resize(side, side, { fit: "fill" })
          .removeAlpha()
          .composite([{ input: overlay }])
          .png()
          .toBuffer();
        return { input, left: i * (side + 8), top: 0 };
      }),
    );
    const width = Math.max(1, this.images.length * (side + 8) - 8);
    const png = await sharp({ create: { width, height: side, channels: 3, background: "#ffffff" } })
      .composite(tiles)
      .png({ palette: true })
      .toBuffer();
    return { "image/png": png.toString("base64") };
  }
}
