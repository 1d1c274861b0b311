// Colors that are not RGB, converted with the numbers of Pillow.

/** Converts ink on white, `[pixels, 4]` of 0…255, to RGB. */
export function cmykToRgb(inks: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((inks.length / 4) * 3);
  for (let from = 0, to = 0; from < inks.length; from += 4) {
    const light = 255 - inks[from + 3]!;
    for (let ink = 0; ink < 3; ink++) {
      // The product divided by 255 and rounded, in integers.
      const product = inks[from + ink]! * light + 128;
      rgb[to++] = Math.max(0, light - ((((product >> 8) + product) >> 8) & 255));
    }
  }
  return rgb;
}

const fraction = 6;
/** A factor of JFIF's conversion for each chroma value, in units of 2⁻⁶. */
const factors = (factor: number) =>
  Int16Array.from({ length: 256 }, (_, chroma) => Math.trunc(factor * 64 * (chroma - 128) + 0.5));
const [redOfCr, greenOfCb, greenOfCr, blueOfCb] = [1.402, -0.34414, -0.71414, 1.772].map(factors) as [
  Int16Array,
  Int16Array,
  Int16Array,
  Int16Array,
];

/** Converts luma and chroma of full range, `[pixels, 3]`, to RGB. */
export function yCbCrToRgb(pixels: Uint8Array): Uint8Array {
  const rgb = new Uint8ClampedArray(pixels.length);
  for (let i = 0; i < pixels.length; i += 3) {
    const [luma, cb, cr] = [pixels[i]!, pixels[i + 1]!, pixels[i + 2]!];
    rgb[i] = luma + (redOfCr[cr]! >> fraction);
    rgb[i + 1] = luma + ((greenOfCb[cb]! + greenOfCr[cr]!) >> fraction);
    rgb[i + 2] = luma + (blueOfCb[cb]! >> fraction);
  }
  return new Uint8Array(rgb.buffer);
}

/** Repeats gray values as red, green and blue. */
export function grayToRgb(gray: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(gray.length * 3);
  for (let i = 0; i < gray.length; i++) rgb.fill(gray[i]!, 3 * i, 3 * i + 3);
  return rgb;
}
