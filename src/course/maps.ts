// Feature maps as pictures, for `figures` with `pixelated`.
import type { Tensor3D } from "@tensorflow/tfjs-core";
import sharp from "sharp";
import { colorScale, valuePixels } from "../lib/base/colorMaps.js";
import { minMaxScale } from "../lib/base/minMax.js";

/** Dark blue for the least value, teal, light yellow for the greatest. */
const color = colorScale("171446 26828e faf0a0");

/**
 * Draws each channel of an image's feature maps as a PNG of `height` × `width` pixels. The colors of a channel go from its
 * least value to its greatest.
 *
 * @param maps `[height, width, channels]`
 * @returns the bytes of a PNG for each channel
 * @example
 * const pictures = await mapPictures(tf.randomUniform([16, 16, 4]));
 * display(await figures(pictures.map((picture) => ({ picture })), { pixelated: true }));
 */
export async function mapPictures(maps: Tensor3D): Promise<Uint8Array[]> {
  const [height, width, channels] = maps.shape;
  const values = await maps.data();
  return Promise.all(
    Array.from({ length: channels }, async (_, channel) => {
      const own = Float32Array.from({ length: height * width }, (_, k) => values[k * channels + channel]!);
      const scale = minMaxScale(own);
      const pixels = valuePixels(own, (value) => color(scale(value)));
      return new Uint8Array(
        await sharp(pixels, { raw: { width, height, channels: 3 } })
          .png()
          .toBuffer(),
      );
    }),
  );
}
