// Feature maps as pictures, for `figures` with `pixelated`.
import * as tf from "@tensorflow/tfjs-core";
import sharp from "sharp";
import { colorScale, valuePixels } from "../lib/base/drawing/colorMaps.js";
import { minMaxScale } from "../lib/base/drawing/minMax.js";

/** Dark blue for the least value, teal, light yellow for the greatest. */
const color = colorScale("171446 26828e faf0a0");

/** The part of a batch of feature maps that `mapPictures` draws. */
export interface MapOptions {
  /** Number of the image in the batch, from 0. Default 0. */
  readonly image?: number;
  /** Number of channels to draw, from the first on. Default all. */
  readonly channels?: number;
}

/**
 * Draws each channel of an image's feature maps as a PNG of `height` × `width` pixels. The colors of a channel go from its
 * least value to its greatest.
 *
 * @param maps `[height, width, channels]`, or a batch `[images, height, width, channels]`
 * @returns the bytes of a PNG for each channel
 * @example
 * const { f1 } = model.featureMaps(await imageTensors(model, paths.slice(0, 1)));
 * const pictures = await mapPictures(f1, { channels: 4 });
 * display(await figures(pictures.map((picture) => ({ picture })), { pixelated: true }));
 */
export async function mapPictures(
  maps: tf.Tensor3D | tf.Tensor4D,
  { image = 0, channels }: MapOptions = {},
): Promise<Uint8Array[]> {
  const drawn = tf.tidy(() => {
    const [height, width, all] = maps.shape.slice(-3) as [number, number, number];
    const batch = tf.reshape(maps, [-1, height, width, all]);
    return tf.slice(batch, [image, 0, 0, 0], [1, -1, -1, channels ?? all]);
  });
  const [, height, width, count] = drawn.shape as [number, number, number, number];
  const values = await drawn.data();
  drawn.dispose();
  return Promise.all(
    Array.from({ length: count }, async (_, channel) => {
      const own = Float32Array.from({ length: height * width }, (_, k) => values[k * count + channel]!);
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
