// Reads and writes NumPy's array files (.npy, format 1.0) of float32.
import { readFile } from "node:fs/promises";
import { DataError } from "./errors.js";
import { fileErrorOf } from "./files/fileError.js";
import { requirePath } from "./files/path.js";
import { writeFileAtomic } from "./writeFileAtomic.js";

const magic = Buffer.from("\x93NUMPY\x01\x00", "latin1");

/** An array of float32. */
export interface NpyArray {
  /** Length of each axis. */
  readonly shape: readonly number[];
  /** Values in row order. */
  readonly values: Float32Array;
}

/**
 * Writes an array as a .npy file, which `numpy.load` reads. The file appears as a whole.
 *
 * @throws {DataError} when the number of values does not match the shape
 * @example
 * await writeNpy("scores.npy", { shape: [2, 3], values: new Float32Array(6) });
 * const { shape } = await readNpy("scores.npy"); // [2, 3]
 */
export async function writeNpy(file: string, { shape, values }: NpyArray): Promise<void> {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== values.length) {
    throw new DataError(
      `${file}: expected ${size} values for the shape [${shape.join(", ")}], found ${values.length}; correct the shape.`,
    );
  }
  const list = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${list}), }`;
  // The header ends with a line feed at a multiple of 64 bytes.
  const padded = `${dictionary.padEnd(Math.ceil((magic.length + 3 + dictionary.length) / 64) * 64 - magic.length - 3)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(padded.length);
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  await writeFileAtomic(file, [magic, length, Buffer.from(padded, "latin1"), bytes]);
}

/**
 * Reads a .npy file of little-endian float32 in row order.
 *
 * @throws {DataError} when the file has another content or is cut off
 * @throws {FileError} when it cannot be read
 * @example
 * await writeNpy("mask.npy", { shape: [4], values: Float32Array.of(0, 0.5, 1, 0) });
 * const { values } = await readNpy("mask.npy");
 */
export async function readNpy(file: string): Promise<NpyArray> {
  requirePath("file", file);
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileErrorOf(error, file, "read");
  });
  const refuse = (found: string) =>
    new DataError(
      `${file}: expected a .npy file of float32, found ${found}; save it with numpy.save(file, array.astype("float32")).`,
    );
  if (!bytes.subarray(0, magic.length).equals(magic)) throw refuse("another format");
  const start = magic.length + 2 + bytes.readUInt16LE(magic.length);
  const header = bytes.toString("latin1", magic.length + 2, start);
  const shape = /'shape': \(([\d, ]*)\)/.exec(header)?.[1];
  if (!header.includes("'<f4'") || header.includes("'fortran_order': True") || shape === undefined) {
    throw refuse(header.trim());
  }
  const lengths = shape
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
  const size = lengths.reduce((product, length) => product * length, 1);
  if (bytes.length !== start + 4 * size) throw refuse(`${bytes.length} bytes instead of ${start + 4 * size}`);
  const values = new Float32Array(size);
  Buffer.from(values.buffer).set(bytes.subarray(start));
  return { shape: lengths, values };
}
