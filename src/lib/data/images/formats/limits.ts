// Compares the size that a file claims with the file, before memory is allocated for its pixels.
import { ImageRefusal } from "../imageRefusal.js";

/** An image with more pixels is refused. */
export const mostPixels = 16_384 ** 2;
/** An image whose samples need more memory is refused. */
export const mostSampleBytes = 2 ** 31;

/**
 * Refuses an image that is too large to be decoded.
 *
 * @param sampleBytes memory of one pixel's samples
 * @param whole false for an image that is read in windows, which may be of any size
 * @throws {ImageRefusal} with the way to make it smaller
 */
export function checkSize(width: number, height: number, sampleBytes: number, whole = true): void {
  const advice =
    "cut it into parts (gdal_translate -srcwin X Y WIDTH HEIGHT IN OUT.tif) or shrink it (gdal_translate -outsize 25% 25% IN OUT.tif)";
  if (!(width >= 1 && height >= 1)) throw new ImageRefusal(`${width} × ${height} pixels`, "copy it again");
  if (!whole) return;
  if (width * height > mostPixels)
    throw new ImageRefusal(
      `${width} × ${height} pixels, more than ${mostPixels.toLocaleString("en")}`,
      advice,
    );
  const bytes = width * height * sampleBytes;
  if (bytes > mostSampleBytes)
    throw new ImageRefusal(
      `${width} × ${height} pixels of ${sampleBytes} bytes, more than ${mostSampleBytes / 2 ** 30} GiB`,
      advice,
    );
}

/**
 * Refuses an image that cannot be in so few bytes.
 *
 * @param pixelBytes bytes of the decoded pixels
 * @param fileBytes bytes of the file, or of the part with the pixels
 * @param most highest possible compression, as decoded bytes for each byte of the file
 */
export function checkPlausible(pixelBytes: number, fileBytes: number, most: number): void {
  if (pixelBytes <= fileBytes * most) return;
  throw new ImageRefusal(
    `${fileBytes.toLocaleString("en")} bytes for ${pixelBytes.toLocaleString("en")} bytes of pixels`,
    "the file is cut off or damaged, so copy it again",
  );
}
