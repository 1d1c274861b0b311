// Entries of a little-endian TIFF directory.

/** An entry of a directory. */
export interface TiffEntry {
  readonly name: number;
  /** 2 text, 3 short, 4 long, 12 double. */
  readonly type: number;
  readonly count: number;
  readonly bytes: Buffer;
}

/** Returns an entry of 16-bit numbers. */
export function shorts(name: number, values: readonly number[]): TiffEntry {
  return { name, type: 3, count: values.length, bytes: Buffer.from(Uint16Array.from(values).buffer) };
}

/** Returns an entry of 32-bit numbers. */
export function longs(name: number, values: readonly number[]): TiffEntry {
  return { name, type: 4, count: values.length, bytes: Buffer.from(Uint32Array.from(values).buffer) };
}

/** Returns an entry of floating-point numbers. */
export function doubles(name: number, values: readonly number[]): TiffEntry {
  return { name, type: 12, count: values.length, bytes: Buffer.from(Float64Array.from(values).buffer) };
}

/** Returns an entry of text. */
export function ascii(name: number, text: string): TiffEntry {
  const bytes = Buffer.from(`${text}\0`, "utf8");
  return { name, type: 2, count: bytes.length, bytes };
}

/**
 * Returns the bytes of a directory with its values behind it. Its length does not depend on the values.
 *
 * @param place offset of the directory in the file. The next one follows it, unless it is the last.
 */
export function encodedDirectory(entries: readonly TiffEntry[], place: number, last: boolean): Buffer {
  const sorted = [...entries].sort((a, b) => a.name - b.name);
  const head = Buffer.alloc(2 + 12 * sorted.length + 4);
  head.writeUInt16LE(sorted.length, 0);
  const values: Buffer[] = [];
  let end = place + head.length;
  for (const [i, { name, type, count, bytes }] of sorted.entries()) {
    const at = 2 + 12 * i;
    head.writeUInt16LE(name, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(count, at + 4);
    if (bytes.length <= 4) {
      bytes.copy(head, at + 8);
      continue;
    }
    head.writeUInt32LE(end, at + 8);
    values.push(bytes, Buffer.alloc(bytes.length % 2));
    end += bytes.length + (bytes.length % 2);
  }
  head.writeUInt32LE(last ? 0 : end, head.length - 4);
  return Buffer.concat([head, ...values]);
}
