// Undoes the predictors of big-endian files. geotiff 3.0.5 undoes them in the byte order of this machine.
import type { SampleArray } from "../../stretch.js";
import type { TiffHeader } from "./tiffHeader.js";

/** Values of the tag Predictor: differences of neighbors, and differences of the bytes of floating-point numbers. */
const [none, horizontal, floating] = [1, 2, 3];

/** Returns the predictor that geotiff should undo, or undefined for the one of the file. */
export function predictorFor({ bigEndian, bits, predictor }: TiffHeader): number | undefined {
  return bigEndian && bits > 8 && predictor === horizontal ? none : undefined;
}

/**
 * Corrects samples that geotiff read.
 *
 * @param samples interleaved, [height, width, bands]
 * @param bands number of interleaved bands
 */
export function corrected(samples: SampleArray, bands: number, header: TiffHeader): SampleArray {
  if (!header.bigEndian || header.bits <= 8) return samples;
  if (header.predictor === horizontal) summed(integersOf(samples), bands, header);
  if (header.predictor === floating) swapped(samples);
  return samples;
}

/** Replaces the differences of each row of a strip or tile by the samples, in the integers of the samples' size. */
function summed(values: Uint16Array | Uint32Array, bands: number, header: TiffHeader): void {
  const { width, height, blockWidth } = header;
  const stride = width * bands;
  for (let row = 0; row < height; row++) {
    for (let column = 1; column < width; column++) {
      if (column % blockWidth === 0) continue;
      const at = row * stride + column * bands;
      for (let band = at; band < at + bands; band++) values[band]! += values[band - bands]!;
    }
  }
}

function integersOf(samples: SampleArray): Uint16Array | Uint32Array {
  const Integers = samples.BYTES_PER_ELEMENT === 2 ? Uint16Array : Uint32Array;
  const length = samples.byteLength / Integers.BYTES_PER_ELEMENT;
  return new Integers(samples.buffer as ArrayBuffer, samples.byteOffset, length);
}

/** Reverses the bytes of each sample. */
function swapped({ buffer, byteOffset, byteLength, BYTES_PER_ELEMENT }: SampleArray): void {
  const bytes = Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  if (BYTES_PER_ELEMENT === 2) bytes.swap16();
  if (BYTES_PER_ELEMENT === 4) bytes.swap32();
  if (BYTES_PER_ELEMENT === 8) bytes.swap64();
}
