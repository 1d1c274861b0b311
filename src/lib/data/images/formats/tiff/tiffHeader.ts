// The tags of a TIFF that decide how its pixels are read.
import type { GeoTIFF, GeoTIFFImage } from "geotiff";
import { ImageRefusal } from "../../imageRefusal.js";
import type { ImageBytes } from "../imageBytes.js";
import { bandNames, indicesOf } from "./bandNames.js";
import { checkDirectories, type Directories } from "./directories.js";

/** Values of the tag PhotometricInterpretation. */
export const photometric = { whiteIsZero: 0, blackIsZero: 1, rgb: 2, palette: 3, cmyk: 5, yCbCr: 6 } as const;

/** The layout of a TIFF. */
export interface TiffHeader {
  readonly width: number;
  readonly height: number;
  /** Number of bands. Pages of one band each count as the bands of one image. */
  readonly bands: number;
  /** Bits of a sample. */
  readonly bits: number;
  /** Kind of number. */
  readonly format: "unsigned" | "signed" | "float" | "complex";
  /** Value of the tag PhotometricInterpretation. */
  readonly photometric: number;
  /** Value of the tag Compression. */
  readonly compression: number;
  /** Value of the tag Orientation, 1…8. */
  readonly orientation: number;
  readonly tiled: boolean;
  /** True when each band has its own strips or tiles. */
  readonly planar: boolean;
  /** Kind of the last band, if it is an alpha channel. */
  readonly alpha: "associated" | "unassociated" | undefined;
  /** Horizontal and vertical subsampling of chroma. */
  readonly subsampling: readonly number[];
  readonly nodata: number | undefined;
  /** Indices of the bands that the file names red, green and blue, from 0. */
  readonly named: readonly [number, number, number] | undefined;
  /** Names of the bands, where the file has them. */
  readonly names: readonly string[] | undefined;
  /** Bytes of all strips or tiles. */
  readonly dataBytes: number;
  /** True when a strip or tile is missing, as GDAL writes areas of nodata. */
  readonly sparse: boolean;
  /** The images whose bands are read: one, or one for each page. */
  readonly pages: readonly GeoTIFFImage[];
  /** Closes the file. */
  close(): void;
}

/** Reads the tags. @throws {ImageRefusal} when they do not fit the file */
export async function readTiffHeader(file: ImageBytes): Promise<TiffHeader> {
  const directories = await checkDirectories(file);
  const tiff = await openTiff(file);
  try {
    return await headerOf(tiff, directories, file.size);
  } catch (error) {
    void tiff.close();
    throw error;
  }
}

async function openTiff({ input }: ImageBytes): Promise<GeoTIFF> {
  const { fromArrayBuffer, fromFile } = await import("geotiff");
  if (typeof input === "string") return fromFile(input);
  const { buffer, byteOffset, byteLength } = input;
  return fromArrayBuffer(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
}

async function headerOf(tiff: GeoTIFF, directories: Directories, fileBytes: number): Promise<TiffHeader> {
  const first = await tiff.getImage(0);
  const tags = first.fileDirectory;
  const number = async (name: Parameters<typeof tags.loadValue>[0], fallback: number) =>
    Number(firstOf(await tags.loadValue(name)) ?? fallback);
  const bitsOf = numbers(await tags.loadValue("BitsPerSample"));
  const formats = numbers(await tags.loadValue("SampleFormat"));
  if (new Set(bitsOf).size > 1 || new Set(formats).size > 1)
    throw new ImageRefusal(
      "bands of different types",
      "convert it with gdal_translate -ot Float32 IN OUT.tif",
    );
  const pages = await pagesOf(tiff, first, directories.count);
  const bands = pages.length > 1 ? pages.length : first.getSamplesPerPixel();
  const extra = numbers(await tags.loadValue("ExtraSamples")).at(-1);
  const names = bandNames(text(await tags.loadValue("GDAL_METADATA")), directories.descriptions, bands);
  const nodata = text(await tags.loadValue("GDAL_NODATA"))?.trim();
  return {
    width: first.getWidth(),
    height: first.getHeight(),
    bands,
    bits: bitsOf[0] || 1,
    format:
      (["unsigned", "unsigned", "signed", "float", "unsigned", "complex", "complex"] as const)[
        formats[0] ?? 1
      ] ?? "complex",
    photometric: await number("PhotometricInterpretation", photometric.blackIsZero),
    compression: await number("Compression", 1),
    orientation: await number("Orientation", 1),
    tiled: tags.hasTag("TileWidth"),
    planar: (await number("PlanarConfiguration", 1)) === 2,
    alpha: extra === 1 ? "associated" : extra === 2 ? "unassociated" : undefined,
    subsampling: numbers(await tags.loadValue("YCbCrSubSampling")),
    nodata: nodata === undefined || nodata === "" ? undefined : Number(nodata.replace(/^-?nan$/i, "NaN")),
    named: names && indicesOf(names),
    names,
    ...(await blocksOf(pages, fileBytes)),
    pages,
    close: () => void tiff.close(),
  };
}

/** Returns the images of one band that follow the first and have its size and type. They are the bands of one image. */
async function pagesOf(tiff: GeoTIFF, first: GeoTIFFImage, directories: number): Promise<GeoTIFFImage[]> {
  const bits = first.getBitsPerSample();
  const isGray = first.getSamplesPerPixel() === 1 && bits >= 8;
  if (!isGray || firstOf(await first.fileDirectory.loadValue("PhotometricInterpretation")) !== 1)
    return [first];
  const pages = [first];
  for (let i = 1; i < directories; i++) {
    const page = await tiff.getImage(i);
    // Bit 0 marks a smaller copy, bit 2 a mask.
    if ((Number(firstOf(await page.fileDirectory.loadValue("NewSubfileType")) ?? 0) & 5) !== 0) continue;
    const equal =
      page.getWidth() === first.getWidth() &&
      page.getHeight() === first.getHeight() &&
      page.getSamplesPerPixel() === 1 &&
      page.getBitsPerSample() === bits;
    if (!equal) return [first];
    pages.push(page);
  }
  return pages;
}

/** Sums the bytes of strips and tiles. @throws {ImageRefusal} when one of them is not inside the file */
async function blocksOf(
  pages: readonly GeoTIFFImage[],
  fileBytes: number,
): Promise<Pick<TiffHeader, "dataBytes" | "sparse">> {
  let [dataBytes, sparse] = [0, false];
  for (const { fileDirectory: tags } of pages) {
    const tiled = tags.hasTag("TileOffsets");
    const offsets = numbers(await tags.loadValue(tiled ? "TileOffsets" : "StripOffsets"));
    const counts = numbers(await tags.loadValue(tiled ? "TileByteCounts" : "StripByteCounts"));
    for (const [i, offset] of offsets.entries()) {
      const count = counts[i] ?? fileBytes - offset;
      sparse ||= count === 0;
      dataBytes += count;
      if (offset + count > fileBytes) {
        const at = (offset + count).toLocaleString("en");
        throw new ImageRefusal(
          `pixels up to byte ${at} in a file of ${fileBytes.toLocaleString("en")} bytes`,
          "the file may be cut off, so copy it again",
        );
      }
    }
  }
  return { dataBytes, sparse };
}

function firstOf(value: unknown): unknown {
  return typeof value === "object" && value !== null ? numbers(value)[0] : value;
}

function numbers(value: unknown): number[] {
  if (value === undefined || value === null) return [];
  return typeof value === "object" ? Array.from(value as ArrayLike<number>, Number) : [Number(value)];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value.replace(/\0+$/, "") : undefined;
}
