// A sample of a large image's pixels, which its stretch is computed from.
import type { SampleArray } from "../stretch.js";
import { blockRows, blocksAcross, blocksDown, emptyLike, type SampleBlocks } from "./tiffBlocks.js";

/** Number of strips or tiles that are decoded. */
const mostBlocks = 64;
/** Number of pixels of all of them. */
const mostPixels = 2 ** 20;

/**
 * Reads samples from strips or tiles that are spread evenly over an image. Damaged ones are passed over.
 *
 * @param all reads every pixel
 */
export async function sampleOf(blocks: SampleBlocks, all = false): Promise<SampleArray> {
  const { header } = blocks;
  const [across, down] = [blocksAcross(header), blocksDown(header)];
  const total = across * down;
  const count = all ? total : Math.min(total, mostBlocks);
  const most = all ? Number.POSITIVE_INFINITY : mostPixels / count;
  const parts: SampleArray[] = [];
  for (let i = 0; i < count; i++) {
    const index = Math.floor(((i + 0.5) * total) / count);
    const [column, row] = [index % across, Math.floor(index / across)];
    try {
      parts.push(thinned(await blocks.samples(column, row), blocks, column, row, most));
    } catch (error) {
      // A reader of the tile reports the damage.
      if (parts.length === 0 && i === count - 1) throw error;
    }
  }
  const joined = emptyLike(
    parts[0]!,
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let to = 0;
  for (const part of parts) {
    joined.set(part as never, to);
    to += part.length;
  }
  return joined;
}

/** Takes evenly spread pixels of a block, without the padding at the border of the image. */
function thinned(
  samples: SampleArray,
  { header }: SampleBlocks,
  column: number,
  row: number,
  most: number,
): SampleArray {
  const { blockWidth, blockHeight, width, height } = header;
  const bands = samples.length / (blockWidth * blockRows(header, row));
  const wide = Math.min(blockWidth, width - column * blockWidth);
  const high = Math.min(blockHeight, height - row * blockHeight);
  const step = Math.max(1, Math.ceil((wide * high) / most));
  const result = emptyLike(samples, Math.ceil((wide * high) / step) * bands);
  let to = 0;
  for (let pixel = 0; pixel < wide * high; pixel += step) {
    const from = (Math.floor(pixel / wide) * blockWidth + (pixel % wide)) * bands;
    for (let band = 0; band < bands; band++) result[to++] = samples[from + band]!;
  }
  return result;
}
