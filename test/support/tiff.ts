// Writes TIFF files as GDAL and others do: any number of bands, type of sample, color space and tag, uncompressed.

type Samples =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** The layout of a file. Samples are interleaved, `[height, width, bands]`. */
export interface TiffLayout {
  readonly width: number;
  readonly height: number;
  readonly samples: Samples;
  /** 1 (min is black) by default, as GDAL writes bands of 16 bits. */
  readonly photometric?: number;
  /** Writes each band into a strip of its own. */
  readonly planar?: boolean;
  /** Values of ExtraSamples. */
  readonly extra?: readonly number[];
  /** Other tags: texts, or lists of 16-bit numbers. */
  readonly tags?: Readonly<Record<number, string | readonly number[]>>;
  /** Values that replace the right ones, for broken files. */
  readonly claimed?: { readonly width?: number; readonly height?: number; readonly stripBytes?: number };
}

/** Returns the bytes of a little-endian TIFF. */
export function tiffBytes(layout: TiffLayout): Buffer {
  const { width, height, samples, photometric = 1, planar = false, extra, tags = {}, claimed = {} } = layout;
  const bands = samples.length / (width * height);
  const planes = planar
    ? Array.from({ length: bands }, (_, band) => samples.filter((_, i) => i % bands === band))
    : [samples];
  const strips = planes.map((plane) => Buffer.from(plane.buffer, plane.byteOffset, plane.byteLength));
  const offsets: number[] = [];
  let place = 8;
  for (const strip of strips) {
    offsets.push(place);
    place += strip.length + (strip.length % 2);
  }
  const signed =
    samples instanceof Int8Array || samples instanceof Int16Array || samples instanceof Int32Array;
  const float = samples instanceof Float32Array || samples instanceof Float64Array;
  const each = (value: number) => Array.from({ length: bands }, () => value);
  const entries: Entry[] = [
    long(256, [claimed.width ?? width]),
    long(257, [claimed.height ?? height]),
    short(258, each(8 * samples.BYTES_PER_ELEMENT)),
    short(259, [1]),
    short(262, [photometric]),
    long(273, offsets),
    short(277, [bands]),
    long(278, [claimed.height ?? height]),
    long(
      279,
      strips.map(({ length }) => claimed.stripBytes ?? length),
    ),
    short(284, [planar ? 2 : 1]),
    short(339, each(float ? 3 : signed ? 2 : 1)),
    ...(extra ? [short(338, extra)] : []),
    ...Object.entries(tags).map(([tag, value]) =>
      typeof value === "string" ? text(Number(tag), value) : short(Number(tag), value),
    ),
  ].sort((a, b) => a.tag - b.tag);
  const directory = Buffer.alloc(2 + 12 * entries.length + 4);
  directory.writeUInt16LE(entries.length, 0);
  const values: Buffer[] = [];
  let valuePlace = place + directory.length;
  for (const [i, { tag, type, count, value }] of entries.entries()) {
    const at = 2 + 12 * i;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(count, at + 4);
    if (value.length <= 4) {
      value.copy(directory, at + 8);
      continue;
    }
    directory.writeUInt32LE(valuePlace, at + 8);
    values.push(value, Buffer.alloc(value.length % 2));
    valuePlace += value.length + (value.length % 2);
  }
  const header = Buffer.alloc(8);
  header.write("II*\0", 0, "latin1");
  header.writeUInt32LE(place, 4);
  const padded = strips.flatMap((strip) => [strip, Buffer.alloc(strip.length % 2)]);
  return Buffer.concat([header, ...padded, directory, ...values]);
}

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly value: Buffer;
}

function short(tag: number, numbers: readonly number[]): Entry {
  const value = Buffer.alloc(2 * numbers.length);
  for (const [i, number] of numbers.entries()) value.writeUInt16LE(number, 2 * i);
  return { tag, type: 3, count: numbers.length, value };
}

function long(tag: number, numbers: readonly number[]): Entry {
  const value = Buffer.alloc(4 * numbers.length);
  for (const [i, number] of numbers.entries()) value.writeUInt32LE(number, 4 * i);
  return { tag, type: 4, count: numbers.length, value };
}

function text(tag: number, content: string): Entry {
  const value = Buffer.from(`${content}\0`, "utf8");
  return { tag, type: 2, count: value.length, value };
}

/** Returns GDAL's metadata with a name or a color for each band. */
export function gdalMetadata(role: "description" | "colorinterp", names: readonly string[]): string {
  const items = names.map(
    (name, i) => `<Item name="${role.toUpperCase()}" sample="${i}" role="${role}">${name}</Item>`,
  );
  return `<GDALMetadata>\n${items.join("\n")}\n</GDALMetadata>`;
}
