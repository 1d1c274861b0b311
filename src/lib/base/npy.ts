// Reads and writes NumPy's array files (.npy, format 1.0).
import { readFile } from "node:fs/promises";
import { DataError } from "./errors.js";
import { fileErrorOf } from "./files/fileError.js";
import { requirePath } from "./files/path.js";
import { describedArray } from "./npyHeader.js";
import { writeFileAtomic } from "./writeFileAtomic.js";

const magic = Buffer.from("\x93NUMPY\x01\x00", "latin1");

/** An array of float32. */
export interface NpyArray {
  /** Length of each axis. */
  readonly shape: readonly number[];
  /** Values in row order. */
  readonly values: Float32Array;
}

/** An array of float32 or float64. */
export interface ExactNpyArray {
  /** Length of each axis. */
  readonly shape: readonly number[];
  /** Values in row order. */
  readonly values: Float32Array | Float64Array;
}

/** An array to write: float32, or int32 for indexes. */
export interface WritableNpyArray {
  /** Length of each axis. */
  readonly shape: readonly number[];
  /** Values in row order. */
  readonly values: Float32Array | Int32Array;
}

/**
 * Writes an array as a .npy file, which `numpy.load` reads. The file appears as a whole.
 *
 * @throws {DataError} when the number of values does not match the shape
 * @example
 * await writeNpy("scores.npy", { shape: [2, 3], values: new Float32Array(6) });
 * const { shape } = await readNpy("scores.npy"); // [2, 3]
 */
export async function writeNpy(file: string, { shape, values }: WritableNpyArray): Promise<void> {
  const size = sizeOf(shape);
  if (size !== values.length) {
    throw new DataError(
      `${file}: expected ${size} values for the shape [${shape.join(", ")}], found ${values.length}; correct the shape.`,
    );
  }
  const head = headOf(shape, values instanceof Int32Array ? "<i4" : "<f4");
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  await writeFileAtomic(file, [head, bytes]);
}

/**
 * Writes an array of float32 by its rows, which need not be in memory together.
 *
 * @param shape length of each axis
 * @param rows the values in row order; a row may use the memory of the row before
 */
export async function writeNpyRows(
  file: string,
  shape: readonly number[],
  rows: Iterable<Float32Array>,
): Promise<void> {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield headOf(shape, "<f4");
    for (const row of rows) yield new Uint8Array(row.buffer, row.byteOffset, row.byteLength);
  }
  await writeFileAtomic(file, pieces());
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

function headOf(shape: readonly number[], descr: "<f4" | "<i4"): Buffer {
  const list = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${list}), }`;
  // The header ends with a line feed at a multiple of 64 bytes.
  const padded = `${dictionary.padEnd(Math.ceil((magic.length + 3 + dictionary.length) / 64) * 64 - magic.length - 3)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(padded.length);
  return Buffer.concat([magic, length, Buffer.from(padded, "latin1")]);
}

/** The types that are read, and the bytes of a value. */
const readable = { "<f4": 4, "<f8": 8, "|u1": 1 } as const;

/**
 * Reads a .npy file of float32, float64 or uint8, little-endian, in row or column order. float64 is rounded to float32.
 *
 * @throws {DataError} when the file has another content or is cut off
 * @throws {FileError} when it cannot be read
 * @example
 * await writeNpy("mask.npy", { shape: [4], values: Float32Array.of(0, 0.5, 1, 0) });
 * const { values } = await readNpy("mask.npy");
 */
export async function readNpy(file: string): Promise<NpyArray> {
  const { shape, values } = await readNpyExactly(file);
  return { shape, values: values instanceof Float32Array ? values : Float32Array.from(values) };
}

/** Reads a .npy file as `readNpy` does, and keeps float64. @throws {DataError} @throws {FileError} as `readNpy` */
export async function readNpyExactly(file: string): Promise<ExactNpyArray> {
  requirePath("file", file);
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileErrorOf(error, file, "read");
  });
  const refuse = (found: string) =>
    new DataError(
      `${file}: expected a .npy file of float32 or float64, found ${found}; save it with numpy.save(file, array.astype("float32")).`,
    );
  if (!bytes.subarray(0, magic.length).equals(magic)) throw refuse("another format");
  const start = magic.length + 2 + bytes.readUInt16LE(magic.length);
  const header = bytes.toString("latin1", magic.length + 2, start);
  const array = describedArray(header);
  if (!array || !Object.hasOwn(readable, array.type)) throw refuse(header.trim());
  const { shape, isFortran } = array;
  const type = array.type as keyof typeof readable;
  const expected = start + readable[type] * sizeOf(shape);
  if (bytes.length !== expected) throw refuse(`${bytes.length} bytes instead of ${expected}`);
  // A copy, because views of floats need an aligned start.
  const { buffer } = new Uint8Array(bytes.subarray(start));
  const stored = arrayOf(type, buffer);
  return { shape, values: isFortran ? inRowOrder(stored, shape) : stored };
}

function arrayOf(type: keyof typeof readable, buffer: ArrayBuffer): Float32Array | Float64Array {
  if (type === "<f8") return new Float64Array(buffer);
  return type === "<f4" ? new Float32Array(buffer) : Float32Array.from(new Uint8Array(buffer));
}

/** Returns values in row order (C) that are stored in column order (Fortran). */
function inRowOrder<T extends Float32Array | Float64Array>(stored: T, shape: readonly number[]): T {
  const values = stored.slice() as T;
  const position = shape.map(() => 0);
  for (let from = 0; from < stored.length; from++) {
    values[position.reduce((place, index, axis) => place * shape[axis]! + index, 0)] = stored[from]!;
    for (let axis = 0; axis < shape.length && ++position[axis]! === shape[axis]; axis++) position[axis] = 0;
  }
  return values;
}
