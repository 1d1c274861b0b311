// Feature maps as pictures: from a tensor's channels to PNG bytes that `figures` shows with `pixelated`.
import type { Tensor3D } from "@tensorflow/tfjs-core";
import sharp from "sharp";

/** Colors of the least, middle and greatest value: dark blue, teal, light yellow. */
const stops = [
  [23, 20, 70],
  [38, 130, 142],
  [250, 240, 160],
] as const;

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
      const [low, high] = [Math.min(...own), Math.max(...own)];
      const pixels = Buffer.from([...own].flatMap((value) => color((value - low) / (high - low || 1))));
      return new Uint8Array(
        await sharp(pixels, { raw: { width, height, channels: 3 } })
          .png()
          .toBuffer(),
      );
    }),
  );
}

/** @param share in 0…1 */
function color(share: number): number[] {
  const position = share * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(position));
  return stops[low]!.map((from, i) => Math.round(from + (stops[low + 1]![i]! - from) * (position - low)));
}
