// The tags of a TIFF that decide how its pixels are read.
import { ImageRefusal } from "../../imageRefusal.js";
import type { ImageBytes } from "../imageBytes.js";
import { bandNames, indicesOf } from "./bandNames.js";
import { type Directory, readDirectories, tag } from "./directories.js";

/** Values of the tag PhotometricInterpretation. */
export const photometric = { whiteIsZero: 0, blackIsZero: 1, rgb: 2, palette: 3, cmyk: 5, yCbCr: 6 } as const;

/** Kinds of numbers by the value of the tag SampleFormat. */
const formats = ["unsigned", "unsigned", "signed", "float", "unsigned", "complex", "complex"] as const;

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
  /** Width of a tile, or of the image when it has strips. */
  readonly blockWidth: number;
  /** Height of a tile or strip. The last strip may have fewer rows. */
  readonly blockHeight: number;
  readonly bigEndian: boolean;
  /** Value of the tag Predictor. */
  readonly predictor: number;
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
  readonly pages: readonly TiffPage[];
}

/** One image of a file. */
export interface TiffPage {
  /** Number of its directory, from 0. */
  readonly directory: number;
  readonly tiled: boolean;
  /** Places of its strips or tiles in the file. */
  readonly offsets: readonly number[];
  /** Bytes of its strips or tiles. */
  readonly counts: readonly number[];
}

/** Reads the tags. @throws {ImageRefusal} when they do not fit the file */
export async function readTiffHeader(file: ImageBytes): Promise<TiffHeader> {
  return tiffHeaderOf(file, await readDirectories(file));
}

/**
 * Reads the layout of an image from directories that were read.
 *
 * @param start index of the image's directory
 * @throws {ImageRefusal} when the tags do not fit the file
 */
export async function tiffHeaderOf(
  file: ImageBytes,
  directories: readonly Directory[],
  start = 0,
): Promise<TiffHeader> {
  const first = directories[start]!;
  const bitsOf = first.numbers(tag.bitsPerSample);
  const formatsOf = first.numbers(tag.sampleFormat);
  if (new Set(bitsOf).size > 1 || new Set(formatsOf).size > 1)
    throw new ImageRefusal(
      "bands of different types",
      "convert it with gdal_translate -ot Float32 IN OUT.tif",
    );
  const pages = (start === 0 ? pagesOf(directories) : [start]).map((directory) =>
    pageOf(directories[directory]!, directory),
  );
  const bands = pages.length > 1 ? pages.length : first.number(tag.samplesPerPixel, 1);
  const names = bandNames(first.text(tag.gdalMetadata)[0], first.text(tag.imageDescription), bands);
  const extra = first.numbers(tag.extraSamples).at(-1);
  const nodata = first.text(tag.gdalNodata)[0]?.trim();
  return {
    width: first.number(tag.imageWidth, 0),
    height: first.number(tag.imageLength, 0),
    bands,
    bits: bitsOf[0] ?? 1,
    format: formats[formatsOf[0] ?? 1] ?? "complex",
    photometric: first.number(tag.photometric, photometric.blackIsZero),
    compression: first.number(tag.compression, 1),
    orientation: first.number(tag.orientation, 1),
    tiled: first.numbers(tag.tileWidth).length > 0,
    blockWidth: first.number(tag.tileWidth, first.number(tag.imageWidth, 0)),
    blockHeight: blockHeightOf(first),
    bigEndian: (await file.read(0, 1))[0] === 0x4d,
    predictor: first.number(tag.predictor, 1),
    planar: first.number(tag.planarConfiguration, 1) === 2,
    alpha: extra === 1 ? "associated" : extra === 2 ? "unassociated" : undefined,
    subsampling: first.numbers(tag.yCbCrSubSampling),
    nodata: nodata === undefined || nodata === "" ? undefined : Number(nodata.replace(/^[-+]?nan$/i, "NaN")),
    named: names && indicesOf(names),
    names,
    ...sizeOf(pages, file.size),
    pages,
  };
}

function blockHeightOf(directory: Directory): number {
  const height = directory.number(tag.imageLength, 0);
  const rows = directory.number(tag.tileLength, directory.number(tag.rowsPerStrip, height));
  return directory.numbers(tag.tileLength).length > 0 ? rows : Math.min(height, Math.max(1, rows));
}

/** Returns the images of one band that follow the first and have its size and type. They are the bands of one image. */
function pagesOf(directories: readonly Directory[]): number[] {
  const layout = [tag.imageWidth, tag.imageLength, tag.samplesPerPixel, tag.bitsPerSample, tag.photometric];
  const layoutOf = (directory: Directory) => layout.map((name) => directory.number(name, 1)).join();
  const first = directories[0]!;
  const isBand =
    first.number(tag.samplesPerPixel, 1) === 1 &&
    first.number(tag.bitsPerSample, 1) >= 8 &&
    first.number(tag.photometric, photometric.blackIsZero) === photometric.blackIsZero;
  if (!isBand) return [0];
  // Bit 0 marks a smaller copy, bit 2 a mask.
  const images = [...directories.keys()].filter(
    (i) => (directories[i]!.number(tag.newSubfileType, 0) & 5) === 0,
  );
  const equal = images.every((i) => layoutOf(directories[i]!) === layoutOf(first));
  return equal && images[0] === 0 ? images : [0];
}

function pageOf(tags: Directory, directory: number): TiffPage {
  const tiled = tags.numbers(tag.tileOffsets).length > 0;
  return {
    directory,
    tiled,
    offsets: tags.numbers(tiled ? tag.tileOffsets : tag.stripOffsets),
    counts: tags.numbers(tiled ? tag.tileByteCounts : tag.stripByteCounts),
  };
}

/** Sums the bytes of strips and tiles. @throws {ImageRefusal} when one of them is not inside the file */
function sizeOf(pages: readonly TiffPage[], fileBytes: number): Pick<TiffHeader, "dataBytes" | "sparse"> {
  let [dataBytes, sparse] = [0, false];
  for (const { offsets, counts } of pages) {
    for (const [i, offset] of offsets.entries()) {
      const count = counts[i] ?? fileBytes - offset;
      sparse ||= count === 0;
      dataBytes += count;
      if (offset + count <= fileBytes) continue;
      const at = (offset + count).toLocaleString("en");
      throw new ImageRefusal(
        `pixels up to byte ${at} in a file of ${fileBytes.toLocaleString("en")} bytes`,
        "the file may be cut off, so copy it again",
      );
    }
  }
  return { dataBytes, sparse };
}
