// Reads the samples of a TIFF by the package geotiff.
import type { GeoTIFF } from "geotiff";
import type { SampleArray } from "../../stretch.js";
import type { ImageBytes } from "../imageBytes.js";
import type { TiffHeader } from "./tiffHeader.js";

/**
 * Reads bands of a file.
 *
 * @param bands indices from 0
 * @returns interleaved samples, [height, width, bands]
 */
export async function readSamples(
  file: ImageBytes,
  { pages }: TiffHeader,
  bands: readonly number[],
): Promise<SampleArray> {
  const tiff = await openTiff(file);
  try {
    if (pages.length === 1) {
      const image = await tiff.getImage(pages[0]);
      return (await image.readRasters({ samples: [...bands], interleave: true })) as SampleArray;
    }
    const planes: SampleArray[] = [];
    for (const band of bands) {
      const image = await tiff.getImage(pages[band]);
      planes.push((await image.readRasters({ interleave: true })) as SampleArray);
    }
    return interleaved(planes);
  } finally {
    void tiff.close();
  }
}

async function openTiff({ input }: ImageBytes): Promise<GeoTIFF> {
  const { fromArrayBuffer, fromFile } = await import("geotiff");
  if (typeof input === "string") return fromFile(input);
  const { buffer, byteOffset, byteLength } = input;
  return fromArrayBuffer(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
}

function interleaved(planes: readonly SampleArray[]): SampleArray {
  const [first] = planes as [SampleArray];
  const joined = new (first.constructor as new (length: number) => SampleArray)(first.length * planes.length);
  for (const [k, plane] of planes.entries()) {
    for (let i = 0; i < plane.length; i++) joined[i * planes.length + k] = plane[i]!;
  }
  return joined;
}
