// Reads the tags of a TIFF. Each list of values has to fit into the file, so that a damaged or hostile file costs nothing.
import { ImageRefusal } from "../../imageRefusal.js";
import type { ImageBytes } from "../imageBytes.js";

/** Directories after this one are not looked at. */
const mostDirectories = 64;

/** Tags by their numbers. */
export const tag = {
  newSubfileType: 254,
  imageWidth: 256,
  imageLength: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  imageDescription: 270,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  planarConfiguration: 284,
  predictor: 317,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  extraSamples: 338,
  sampleFormat: 339,
  yCbCrSubSampling: 530,
  pixelScale: 33550,
  tiePoints: 33922,
  transformation: 34264,
  geoKeys: 34735,
  geoDoubles: 34736,
  geoTexts: 34737,
  gdalMetadata: 42112,
  gdalNodata: 42113,
} as const;
const known = new Set<number>(Object.values(tag));

/**
 * Tags that a decoder of strips or tiles needs: types, colors, FillOrder, options of CCITT, the predictor, the color map,
 * tables of JPEG and the range of its colors.
 */
const decoding = new Set([258, 259, 262, 266, 277, 284, 292, 293, 317, 320, 338, 339, 347, 529, 530, 532]);

/** Bytes of a value by its type number: 1 byte, 2 text, 3 short, 4 long, 5 rational … 16 long of BigTIFF. */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
const text = 2;
const double = 12;

/** A tag as the file has it, in its byte order. */
export interface RawTag {
  readonly name: number;
  readonly type: number;
  readonly count: number;
  readonly bytes: Buffer;
}

/** The tags of one image of a file. */
export class Directory {
  private readonly lists = new Map<number, readonly number[]>();
  private readonly texts = new Map<number, readonly string[]>();
  /** The tags that a decoder of strips or tiles needs. */
  readonly decoding: RawTag[] = [];

  /** Returns the numbers of a tag, or none. */
  numbers(name: number): readonly number[] {
    return this.lists.get(name) ?? [];
  }

  /** Returns the first number of a tag. */
  number(name: number, fallback: number): number {
    return this.numbers(name)[0] ?? fallback;
  }

  /** Returns all texts of a tag, because some programs write a description twice. */
  text(name: number): readonly string[] {
    return this.texts.get(name) ?? [];
  }

  /** Adds a tag. */
  add(name: number, value: readonly number[] | string): void {
    if (typeof value === "string") this.texts.set(name, [...this.text(name), value]);
    else this.lists.set(name, value);
  }
}

const damaged = (found: string) =>
  new ImageRefusal(`a TIFF ${found}`, "the file is cut off or damaged, so copy it again");

/**
 * Reads the directories of a TIFF, at most 64. Each one is an image, a smaller copy of one, or a mask.
 *
 * @throws {ImageRefusal} when a directory or a list of values is not inside the file, or directories form a circle
 */
export async function readDirectories(file: ImageBytes): Promise<Directory[]> {
  const header = await file.read(0, 16);
  if (header.length < 8) throw damaged("that ends in its header");
  const little = header[0] === 0x49;
  const reader = new Reader(file, little, header[little ? 2 : 3] === 43);
  let offset = reader.firstOffset(header);
  const seen = new Set<number>();
  const directories: Directory[] = [];
  while (offset !== 0 && seen.size < mostDirectories) {
    if (seen.has(offset)) throw damaged("whose directories form a circle");
    seen.add(offset);
    const { directory, next } = await reader.directory(offset);
    directories.push(directory);
    offset = next;
  }
  if (directories.length === 0) throw damaged("without an image");
  return directories;
}

/** Reads numbers of either byte order, and offsets of 4 or, in BigTIFF, 8 bytes. */
class Reader {
  constructor(
    private readonly file: ImageBytes,
    private readonly little: boolean,
    private readonly big: boolean,
  ) {}

  /** Returns the offset of the first directory. */
  firstOffset(header: Buffer): number {
    if (this.big && header.length < 16) throw damaged("that ends in its header");
    return this.offset(header, this.big ? 8 : 4);
  }

  /** @throws {ImageRefusal} when the directory does not fit into the file */
  async directory(offset: number): Promise<{ directory: Directory; next: number }> {
    const { big, file } = this;
    const [countBytes, entryBytes, offsetBytes] = big ? [8, 20, 8] : [2, 12, 4];
    const start = await this.part(offset, countBytes);
    const entries = big ? this.offset(start, 0) : this.number(start, 0, 2);
    const length = entries * entryBytes;
    if (entries < 1 || offset + length > file.size) throw damaged(`with ${entries} tags`);
    const bytes = await this.part(offset + countBytes, length);
    const directory = new Directory();
    for (let at = 0; at < length; at += entryBytes) {
      const name = this.number(bytes, at, 2);
      const type = this.number(bytes, at + 2, 2);
      const size = typeBytes[type] ?? 0;
      const count = this.offset(bytes, at + 4);
      const inside = count * size <= offsetBytes;
      const place = inside ? 0 : this.offset(bytes, at + 4 + offsetBytes);
      if (place + count * size > file.size)
        throw damaged(`whose tag ${name} claims ${count.toLocaleString("en")} values`);
      const raw = decoding.has(name);
      if (!(known.has(name) || raw) || size === 0) continue;
      const values = inside
        ? bytes.subarray(at + 4 + offsetBytes, at + 4 + offsetBytes + count * size)
        : await this.part(place, count * size);
      if (raw) directory.decoding.push({ name, type, count, bytes: values });
      if (!known.has(name)) continue;
      if (type === text) directory.add(name, values.toString("utf8").replace(/\0+$/, ""));
      else if (type === double) directory.add(name, this.doubles(values, count));
      else if (size !== 8 || type >= 16) directory.add(name, this.list(values, count, size));
    }
    const end = await file.read(offset + countBytes + length, offsetBytes);
    return { directory, next: end.length < offsetBytes ? 0 : this.offset(end, 0) };
  }

  private list(bytes: Buffer, count: number, size: number): number[] {
    return Array.from({ length: count }, (_, i) => this.number(bytes, i * size, size));
  }

  private doubles(bytes: Buffer, count: number): number[] {
    return Array.from({ length: count }, (_, i) =>
      this.little ? bytes.readDoubleLE(8 * i) : bytes.readDoubleBE(8 * i),
    );
  }

  private number(bytes: Buffer, at: number, size: number): number {
    if (size === 8) return Number(this.little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
    return this.little ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
  }

  private offset(bytes: Buffer, at: number): number {
    return this.number(bytes, at, this.big ? 8 : 4);
  }

  private async part(offset: number, length: number): Promise<Buffer> {
    if (offset + length > this.file.size) throw damaged("whose directory is not in the file");
    return this.file.read(offset, length);
  }
}
