// Checks the directories of a TIFF before a decoder reads them: each list of values has to fit into the file.
import { ImageRefusal } from "../../imageRefusal.js";
import type { ImageBytes } from "../imageBytes.js";

/** Directories after this one are not looked at. */
const mostDirectories = 64;
const imageDescription = 270;
/** A longer description is no list of band names. */
const mostDescription = 4096;
/** Bytes of a value by its type number. */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];

const damaged = (found: string) =>
  new ImageRefusal(`a TIFF ${found}`, "the file is cut off or damaged, so copy it again");

/** The directories of a TIFF. */
export interface Directories {
  /** Number of directories, at most 64. Each one is an image, a smaller copy of one, or a mask. */
  readonly count: number;
  /** All texts of the tag ImageDescription in the first directory, which some programs write twice. */
  readonly descriptions: readonly string[];
}

/**
 * Checks the directories of a TIFF.
 *
 * @throws {ImageRefusal} when a directory or a list of values is not inside the file, or directories form a circle
 */
export async function checkDirectories(file: ImageBytes): Promise<Directories> {
  const header = await file.read(0, 16);
  if (header.length < 8) throw damaged("that ends in its header");
  const little = header[0] === 0x49;
  const big = header[little ? 2 : 3] === 43;
  const reader = new Reader(file, little, big);
  let offset = reader.offsetAt(header, big ? 8 : 4);
  const seen = new Set<number>();
  while (offset !== 0 && seen.size < mostDirectories) {
    if (seen.has(offset)) throw damaged("whose directories form a circle");
    seen.add(offset);
    offset = await reader.checkDirectory(offset);
  }
  if (seen.size === 0) throw damaged("without an image");
  return { count: seen.size, descriptions: reader.descriptions };
}

/** Reads numbers of either byte order, and offsets of 4 or, in BigTIFF, 8 bytes. */
class Reader {
  readonly descriptions: string[] = [];
  private first = true;

  constructor(
    private readonly file: ImageBytes,
    private readonly little: boolean,
    private readonly big: boolean,
  ) {}

  /** @throws {ImageRefusal} when the directory does not fit @returns offset of the next directory, 0 for none */
  async checkDirectory(offset: number): Promise<number> {
    const { big, file } = this;
    const [countBytes, entryBytes, offsetBytes] = big ? [8, 20, 8] : [2, 12, 4];
    const start = await this.part(offset, countBytes);
    const entries = big ? this.offsetAt(start, 0) : this.shortAt(start, 0);
    if (entries < 1 || offset + entries * entryBytes > file.size) throw damaged(`with ${entries} tags`);
    const directory = await this.part(offset + countBytes, entries * entryBytes);
    for (let entry = 0; entry < entries; entry++) {
      const at = entry * entryBytes;
      const tag = this.shortAt(directory, at);
      const size = typeBytes[this.shortAt(directory, at + 2)] ?? 0;
      const count = this.offsetAt(directory, at + 4);
      const bytes = count * size;
      if (bytes <= offsetBytes) continue;
      const value = this.offsetAt(directory, at + 4 + offsetBytes);
      if (value + bytes > file.size)
        throw damaged(`whose tag ${tag} claims ${count.toLocaleString("en")} values`);
      if (tag === imageDescription && this.first && bytes <= mostDescription)
        this.descriptions.push((await this.part(value, bytes)).toString("utf8").replace(/\0+$/, ""));
    }
    this.first = false;
    const end = await file.read(offset + countBytes + entries * entryBytes, offsetBytes);
    return end.length < offsetBytes ? 0 : this.offsetAt(end, 0);
  }

  shortAt(bytes: Buffer, at: number): number {
    return this.little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  }

  offsetAt(bytes: Buffer, at: number): number {
    if (bytes.length < at + (this.big ? 8 : 4)) throw damaged("that ends in its header");
    if (this.big) return Number(this.little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
    return this.little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  }

  private async part(offset: number, length: number): Promise<Buffer> {
    if (offset + length > this.file.size) throw damaged("whose directory is not in the file");
    return this.file.read(offset, length);
  }
}
