// The header of NumPy's array files, of the formats 1.0, 2.0 and 3.0.

/** The header of a .npy file. */
export interface NpyHeader {
  /** Type of the elements, such as `<f4`, or `|O` for Python objects. */
  readonly type: string;
  /** True when the first index changes fastest. */
  readonly isFortran: boolean;
  /** Length of each axis. */
  readonly shape: readonly number[];
  /** Offset of the first byte behind the header. */
  readonly start: number;
}

const magic = Buffer.from("\x93NUMPY", "latin1");

/** Reads the header at the beginning of a file. @returns undefined when the bytes are no .npy file, or are cut off */
export function npyHeader(bytes: Buffer): NpyHeader | undefined {
  if (!bytes.subarray(0, magic.length).equals(magic) || bytes.length < 12) return undefined;
  const isLong = bytes[magic.length]! > 1;
  const text = isLong ? 12 : 10;
  const start = text + (isLong ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  if (start > bytes.length) return undefined;
  const array = describedArray(bytes.toString("latin1", text, start));
  return array && { ...array, start };
}

/** Reads the dictionary in a header. @returns undefined when it describes no array of a simple type */
export function describedArray(dictionary: string): Omit<NpyHeader, "start"> | undefined {
  const type = /'descr': '([^']*)'/.exec(dictionary)?.[1];
  const shape = /'shape': \(([\d, ]*)\)/.exec(dictionary)?.[1];
  if (type === undefined || shape === undefined) return undefined;
  const lengths = shape.split(",").filter((part) => part.trim() !== "");
  return { type, isFortran: dictionary.includes("'fortran_order': True"), shape: lengths.map(Number) };
}
