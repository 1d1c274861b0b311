// Bytes of decoded images as the numbers that networks read.

/** Joins RGB bytes of equally large images into one array, scaled to 0…1. */
export function unitPixels(images: readonly Uint8Array[]): Float32Array {
  const pixels = new Float32Array(images.reduce((sum, { length }) => sum + length, 0));
  let to = 0;
  for (const image of images) for (const byte of image) pixels[to++] = byte / 255;
  return pixels;
}
