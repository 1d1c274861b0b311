// Makes a TIFF of one tile or of some strips of another, which a decoder then reads without the rest of the file.
import type { RawTag } from "../formats/tiff/directories.js";

/** Strips, or a tile as a strip, with the tags that a decoder needs. */
export interface SmallTiff {
  readonly width: number;
  readonly height: number;
  /** Rows of a strip. The last one may have fewer. */
  readonly rows: number;
  /** The compressed bytes of each strip of each plane. */
  readonly parts: readonly Buffer[];
  /** Tags of the original in its byte order. */
  readonly tags: readonly RawTag[];
  readonly bigEndian: boolean;
}

const long = 4;

/** Returns the bytes of a TIFF with these strips. */
export function smallTiff({ width, height, rows, parts, tags, bigEndian }: SmallTiff): Buffer {
  const longs = (values: readonly number[]) => {
    const bytes = Buffer.alloc(4 * values.length);
    for (const [i, value] of values.entries()) {
      if (bigEndian) bytes.writeUInt32BE(value, 4 * i);
      else bytes.writeUInt32LE(value, 4 * i);
    }
    return bytes;
  };
  const shorts = (...values: number[]) => {
    const bytes = Buffer.alloc(2 * values.length);
    for (const [i, value] of values.entries()) {
      if (bigEndian) bytes.writeUInt16BE(value, 2 * i);
      else bytes.writeUInt16LE(value, 2 * i);
    }
    return bytes;
  };
  let place = 8;
  const offsets = parts.map((part) => {
    const offset = place;
    place += part.length + (part.length % 2);
    return offset;
  });
  const entry = (name: number, values: readonly number[]): RawTag => ({
    name,
    type: long,
    count: values.length,
    bytes: longs(values),
  });
  const entries = [
    ...tags,
    entry(256, [width]),
    entry(257, [height]),
    entry(273, offsets),
    entry(278, [rows]),
    entry(
      279,
      parts.map((part) => part.length),
    ),
  ].sort((a, b) => a.name - b.name);
  let valuePlace = place + 2 + 12 * entries.length + 4;
  const values: Buffer[] = [];
  const lines = entries.map(({ name, type, count, bytes }) => {
    const head = Buffer.concat([shorts(name, type), longs([count])]);
    if (bytes.length <= 4) return Buffer.concat([head, bytes, Buffer.alloc(4 - bytes.length)]);
    const at = valuePlace;
    values.push(bytes, Buffer.alloc(bytes.length % 2));
    valuePlace += bytes.length + (bytes.length % 2);
    return Buffer.concat([head, longs([at])]);
  });
  const start = Buffer.concat([Buffer.from(bigEndian ? "MM\0*" : "II*\0", "latin1"), longs([place])]);
  const padded = parts.flatMap((part) => [part, Buffer.alloc(part.length % 2)]);
  return Buffer.concat([start, ...padded, shorts(entries.length), ...lines, longs([0]), ...values]);
}
