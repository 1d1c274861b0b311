// Decodes single strips and tiles of a TIFF to RGB: with sharp where it shows the image in its colors, otherwise with
// geotiff.
import type { BaseDecoder, GeoTIFFImage } from "geotiff";
import type { Stretch } from "../decodeOptions.js";
import type { ImageBytes } from "../formats/imageBytes.js";
import { decodeSharp, openSharp } from "../formats/sharpImage.js";
import { type RawTag, tag } from "../formats/tiff/directories.js";
import { corrected, predictorFor } from "../formats/tiff/predictors.js";
import { colored, withoutAlpha } from "../formats/tiff/readTiff.js";
import { imageOf, openTiff } from "../formats/tiff/samples.js";
import { photometric, type TiffHeader, type TiffPage } from "../formats/tiff/tiffHeader.js";
import { inRange, type SampleArray, type SampleRange, sampleRange } from "../stretch.js";
import { smallTiff } from "./smallTiff.js";

/** Decodes strips or tiles of one resolution. */
export interface BlockDecoder {
  readonly header: TiffHeader;
  /**
   * Decodes one tile, or strips that follow each other.
   *
   * @param row number of the tile, or of the first strip
   * @param count number of strips
   * @returns RGB bytes, `[height, blockWidth, 3]`
   */
  decode(column: number, row: number, count?: number): Promise<Uint8Array>;
}

/** Returns the number of rows of a strip or tile. */
export function blockRows({ tiled, blockHeight, height }: TiffHeader, row: number): number {
  return tiled ? blockHeight : Math.min(blockHeight, height - row * blockHeight);
}

/** Returns the number of strips or tiles beside each other. */
export function blocksAcross({ blockWidth, width }: TiffHeader): number {
  return Math.ceil(width / blockWidth);
}

/** Returns the number of strips or tiles below each other. */
export function blocksDown({ blockHeight, height }: TiffHeader): number {
  return Math.ceil(height / blockHeight);
}

/** Decodes with sharp. */
export class SharpBlocks implements BlockDecoder {
  /** @param tags the tags that a decoder needs */
  constructor(
    private readonly file: ImageBytes,
    readonly header: TiffHeader,
    private readonly tags: readonly RawTag[],
  ) {}

  async decode(column: number, row: number, count = 1): Promise<Uint8Array> {
    const { header, file, tags } = this;
    const { offsets, counts } = header.pages[0]!;
    const rows = header.blockHeight;
    const [width, height] = [header.blockWidth, (count - 1) * rows + blockRows(header, row + count - 1)];
    const plane = blocksAcross(header) * blocksDown(header);
    const planes = header.planar ? header.bands : 1;
    const parts: Buffer[] = [];
    for (let k = 0; k < planes * count; k++) {
      const index = Math.floor(k / count) * plane + (row + (k % count)) * blocksAcross(header) + column;
      const length = counts[index] ?? 0;
      if (length === 0 && count > 1) throw new Error("a strip without pixels");
      if (length === 0) return new Uint8Array(3 * width * height);
      parts.push(await file.read(offsets[index]!, length));
    }
    const bytes = smallTiff({ width, height, rows, parts, tags, bigEndian: header.bigEndian });
    const space = header.photometric === photometric.cmyk ? ({ space: "cmyk" } as const) : {};
    return (await decodeSharp(openSharp(bytes), space, undefined)).data;
  }
}

/** Decodes samples of any type with geotiff. */
export class SampleBlocks implements BlockDecoder {
  /** Samples that become 0 and 255, once they are known. */
  range: SampleRange | undefined;

  private constructor(
    readonly header: TiffHeader,
    private readonly bands: readonly number[],
    private readonly images: readonly GeoTIFFImage[],
    private readonly decoder: BaseDecoder,
    private readonly closeFile: () => void,
  ) {}

  /** @param bands indices from 0 */
  static async open(file: ImageBytes, header: TiffHeader, bands: readonly number[]): Promise<SampleBlocks> {
    const { getDecoder } = await import("geotiff");
    const tiff = await openTiff(file);
    const images: GeoTIFFImage[] = [];
    const { page, rows } = dividedStrips(header);
    for (const one of header.pages.length > 1 ? header.pages : [page])
      images.push(await imageOf(tiff, one, predictorFor(header)));
    const { fileDirectory } = images[0]!;
    if (rows !== header.blockHeight) fileDirectory.actualizedFields.set(tag.rowsPerStrip, rows);
    const parameters = {
      tileWidth: header.blockWidth,
      tileHeight: rows,
      planarConfiguration: header.planar ? 2 : 1,
      bitsPerSample: Array.from({ length: header.pages.length > 1 ? 1 : header.bands }, () => header.bits),
      predictor: predictorFor(header) ?? header.predictor,
      ...(header.compression === lerc && {
        LercParameters: await fileDirectory.loadValue("LercParameters"),
      }),
    };
    const decoder = await getDecoder(header.compression, parameters);
    return new SampleBlocks(
      { ...header, blockHeight: rows },
      bands,
      images,
      decoder,
      () => void tiff.close(),
    );
  }

  async decode(column: number, row: number, count = 1): Promise<Uint8Array> {
    if (count === 1) return this.one(column, row);
    const strips: Uint8Array[] = [];
    for (let k = 0; k < count; k++) strips.push(await this.one(column, row + k));
    return Buffer.concat(strips);
  }

  private async one(column: number, row: number): Promise<Uint8Array> {
    const { header, bands } = this;
    const bytes = this.bytesOf(await this.samples(column, row));
    const rgb = colored(bytes, bands.length, header.photometric);
    if (header.alpha !== "associated" || header.bits !== 8 || header.photometric !== photometric.rgb)
      return rgb;
    const alpha = await this.samples(column, row, [header.bands - 1]);
    return withoutAlpha(rgb, alpha as Uint8Array);
  }

  /** Decodes the samples of one strip or tile. @returns interleaved bands, `[height, blockWidth, bands]` */
  async samples(column: number, row: number, bands = this.bands): Promise<SampleArray> {
    const { header, images } = this;
    const separate = header.planar || images.length > 1;
    const pixels = header.blockWidth * blockRows(header, row);
    if (!separate) {
      const all = await this.block(images[0]!, column, row, 0, header.bands);
      return chosen(all, header.bands, bands, pixels);
    }
    const planes: SampleArray[] = [];
    for (const band of bands) {
      const image = images.length > 1 ? images[band]! : images[0]!;
      planes.push(await this.block(image, column, row, images.length > 1 ? 0 : band, 1));
    }
    return interleaved(planes, pixels);
  }

  /** Finds the range of a stretch from samples. */
  stretchBy(samples: SampleArray, stretch: Stretch): void {
    const { bits, nodata } = this.header;
    if (isByte(this.header)) return;
    this.range = sampleRange(samples, stretch, nodata, bits);
  }

  /** Closes the file. */
  close(): void {
    this.closeFile();
  }

  private bytesOf(samples: SampleArray): Uint8Array {
    if (isByte(this.header)) return samples as Uint8Array;
    return inRange(samples, this.range!, this.header.nodata);
  }

  private async block(
    image: GeoTIFFImage,
    column: number,
    row: number,
    sample: number,
    bands: number,
  ): Promise<SampleArray> {
    const { header } = this;
    const [width, height] = [header.blockWidth, blockRows(header, row)];
    const { data } = await image.getTileOrStrip(column, row, sample, this.decoder);
    const expected = width * height * bands;
    const samples = typed(data as ArrayBuffer, expected, header, image);
    return corrected(samples, bands, { ...header, width, height });
  }
}

const lerc = 34887;

/** Reports whether samples are bytes that are never stretched. */
export function isByte({ bits, format }: TiffHeader): boolean {
  return bits === 8 && format === "unsigned";
}

/** Strips of more bytes are divided, as far as they are not compressed. */
const mostStripBytes = 2 ** 22;

/** Divides long strips without compression. Some programs write the whole image as one strip. */
function dividedStrips(header: TiffHeader): { readonly page: TiffPage; readonly rows: number } {
  const page = header.pages[0]!;
  const { width, height, bits, bands, planar, blockHeight, tiled, compression } = header;
  const rowBytes = Math.ceil((width * bits * (planar ? 1 : bands)) / 8);
  const whole = { page, rows: blockHeight };
  if (tiled || compression !== 1 || header.pages.length > 1 || blockHeight * rowBytes <= mostStripBytes)
    return whole;
  const most = Math.max(1, Math.floor(mostStripBytes / rowBytes));
  // The parts of all strips but the last have to be of one height.
  const rows = blockHeight >= height ? most : largestDivisor(blockHeight, most);
  const [offsets, counts]: [number[], number[]] = [[], []];
  const strips = blocksDown(header);
  for (const [i, offset] of page.offsets.entries()) {
    const stripRows = Math.min(blockHeight, height - (i % strips) * blockHeight);
    for (let row = 0; row < stripRows; row += rows) {
      offsets.push(offset + row * rowBytes);
      counts.push(Math.min(rows, stripRows - row) * rowBytes);
    }
  }
  return { page: { ...page, offsets, counts }, rows };
}

function largestDivisor(number: number, most: number): number {
  for (let divisor = most; divisor > 1; divisor--) if (number % divisor === 0) return divisor;
  return 1;
}

/** Views the bytes of a block as samples. @throws when there are too few */
function typed(
  data: ArrayBuffer,
  length: number,
  { bits, format, bigEndian }: TiffHeader,
  image: GeoTIFFImage,
): SampleArray {
  const packed = bits % 8 !== 0;
  const bytes = packed ? (bits <= 8 ? 1 : 2) : bits / 8;
  if (data.byteLength < length * bytes)
    throw new Error(`${data.byteLength} bytes of pixels instead of ${length * bytes}`);
  if (bigEndian && !packed && bytes > 1) {
    const swapped = Buffer.from(data, 0, length * bytes);
    if (bytes === 2) swapped.swap16();
    else if (bytes === 4) swapped.swap32();
    else swapped.swap64();
  }
  if (format === "float" && bytes === 2) {
    const values = halfFloats(image);
    const bits16 = new Uint16Array(data, 0, length);
    const floats = new Float32Array(length);
    for (let i = 0; i < length; i++) floats[i] = values[bits16[i]!]!;
    return floats;
  }
  const Samples = arrays[format as keyof typeof arrays][bytes]!;
  return new Samples(data, 0, length);
}

let halves: Float32Array | undefined;

/** Returns the values of all floating-point numbers of 16 bits. */
function halfFloats(image: GeoTIFFImage): Float32Array {
  if (halves) return halves;
  const read = image.getReaderForSample(0);
  const view = new DataView(new ArrayBuffer(2));
  halves = Float32Array.from({ length: 2 ** 16 }, (_, half) => {
    view.setUint16(0, half);
    return read.call(view, 0, false);
  });
  return halves;
}

type SampleConstructor = new (buffer: ArrayBuffer, offset: number, length: number) => SampleArray;
const arrays: Readonly<Record<"unsigned" | "signed" | "float", Readonly<Record<number, SampleConstructor>>>> =
  {
    unsigned: { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array },
    signed: { 1: Int8Array, 2: Int16Array, 4: Int32Array },
    float: { 4: Float32Array, 8: Float64Array },
  };

function chosen(
  samples: SampleArray,
  bands: number,
  indices: readonly number[],
  pixels: number,
): SampleArray {
  if (indices.length === bands && indices.every((index, i) => index === i)) return samples;
  const result = emptyLike(samples, pixels * indices.length);
  for (let pixel = 0, to = 0; pixel < pixels; pixel++) {
    for (const index of indices) result[to++] = samples[pixel * bands + index]!;
  }
  return result;
}

function interleaved(planes: readonly SampleArray[], pixels: number): SampleArray {
  if (planes.length === 1) return planes[0]!;
  const result = emptyLike(planes[0]!, pixels * planes.length);
  for (const [k, plane] of planes.entries()) {
    for (let i = 0; i < pixels; i++) result[i * planes.length + k] = plane[i]!;
  }
  return result;
}

/** Returns an array of the same type. */
export function emptyLike(samples: SampleArray, length: number): SampleArray {
  return new (samples.constructor as new (length: number) => SampleArray)(length);
}
