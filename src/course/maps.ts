// Feature maps as pictures: from a tensor's channels to PNG bytes that `figures` shows with `pixelated`.
import type { Tensor3D } from "@tensorflow/tfjs-core";
import sharp from "sharp";
import { colorScale, valuePixels } from "../lib/base/colorMaps.js";
import { minMaxScale } from "../lib/base/minMax.js";

/** Dark blue for the least value, teal, light yellow for the greatest. */
const color = colorScale("171446 26828e faf0a0");

/**
 * Each channel of one image's maps as a PNG of one pixel a cell, colored from its own least value to its greatest.
 *
 * @param maps [height, width, channels]
 * @returns as many pictures as channels
 * @example
 * const pictures = await mapPictures(tf.squeeze(tf.slice(f1, 0, 1), [0]));
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
