// Writes matrices as the authors' local file, which their loader opens by numpy.load(file, allow_pickle=True).
import { DataError } from "../../base/errors.js";
import { writeFileAtomic } from "../../base/writeFileAtomic.js";
import { objectChannels, objectCount } from "../objectSource.js";
import { matrixLength, type ObjectMatrices, releasedKey } from "./objectTable.js";

/** The matrices of an image. */
export interface ImageObjects extends ObjectMatrices {
  /** The image's name, such as `airport_1.tif`. */
  readonly image: string;
}

/**
 * Writes the objects of images as the authors' `rsitmd_local.npy`. NumPy 1 and 2 read it.
 *
 * @throws {DataError} when a matrix is not 20 × 20, or two images have the same key
 * @throws {FileError} when the file cannot be written
 * @example
 * const { objects, adjacency } = segmentImage(64, new Float32Array(64 * 64 * 3));
 * await writeReleasedObjects("local.npy", [{ image: "airport_1.tif", objects, adjacency }]);
 */
export async function writeReleasedObjects(file: string, images: readonly ImageObjects[]): Promise<void> {
  const keys = new Map<string, string>();
  for (const { image, objects, adjacency } of images) {
    const other = keys.get(releasedKey(image));
    if (other !== undefined) {
      throw new DataError(
        `${file}: expected names that differ up to their first dot, found ${other} and ${image}; rename one image.`,
      );
    }
    keys.set(releasedKey(image), image);
    for (const { length } of [objects, adjacency])
      if (length !== matrixLength)
        throw new DataError(
          `${image}: expected matrices of ${matrixLength} numbers, found ${length}; pass what a source reads.`,
        );
  }
  const pickle = new PickleWriter();
  pickle.arrayOfObject(() =>
    pickle.dictionary({
      adj_matrix: () => pickle.matrices(images.map((one) => [releasedKey(one.image), one.adjacency])),
      local_rep: () => pickle.matrices(images.map((one) => [releasedKey(one.image), one.objects])),
    }),
  );
  await writeFileAtomic(file, [npyStart(), ...pickle.end()]);
}

/** Returns magic and header of an array of objects without axes. The header ends with a line feed at a multiple of 64 bytes. */
function npyStart(): Buffer {
  const header = "{'descr': '|O', 'fortran_order': False, 'shape': (), }";
  const bytes = Buffer.alloc(128, " ");
  bytes.write("\x93NUMPY\x01\x00", 0, "latin1");
  bytes.writeUInt16LE(bytes.length - 10, 8);
  bytes.write(header, 10, "latin1");
  bytes[bytes.length - 1] = 10;
  return bytes;
}

/** Writes the instructions of pickle protocol 3 that build nested dictionaries of float32 matrices. */
class PickleWriter {
  private readonly parts: Buffer[] = [Buffer.from("\x80\x03", "latin1")];

  /** Writes a NumPy array without axes that holds one object. */
  arrayOfObject(value: () => void): void {
    this.emptyArray();
    this.code("(K\x01)"); // MARK, version 1, no axes
    this.type("O8", "|", 63);
    this.code("\x89]"); // C order, an empty list
    value();
    this.code("atb"); // APPEND, TUPLE, BUILD
  }

  dictionary(items: Readonly<Record<string, () => void>>): void {
    this.code("}");
    for (const [key, value] of Object.entries(items)) {
      this.text(key);
      value();
      this.code("s");
    }
  }

  matrices(items: readonly (readonly [key: string, values: Float32Array])[]): void {
    this.code("}");
    for (const [key, values] of items) {
      this.text(key);
      this.matrix(values);
      this.code("s");
    }
  }

  /** Returns the pickle, with the instruction that ends it. */
  end(): readonly Buffer[] {
    this.code(".");
    return this.parts;
  }

  private matrix(values: Float32Array): void {
    this.emptyArray();
    this.code(`(K\x01K${String.fromCharCode(objectCount)}K${String.fromCharCode(objectChannels)}\x86`);
    this.type("f4", "<", 0);
    const bytes = Buffer.alloc(4 * values.length);
    values.forEach((value, i) => void bytes.writeFloatLE(value, 4 * i));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    this.code("\x89B");
    this.parts.push(length, bytes);
    this.code("tb");
  }

  /** Writes the call that NumPy pickles an array by. NumPy 2 reads NumPy 1's name as well. */
  private emptyArray(): void {
    this.code("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85C\x01b\x87R");
  }

  /** Writes a dtype with its state: version 3, byte order, no parts, flags. */
  private type(code: string, order: string, flags: number): void {
    this.code("cnumpy\ndtype\n");
    this.text(code);
    this.code("\x89\x88\x87R(K\x03");
    this.text(order);
    this.code(`NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK${String.fromCharCode(flags)}tb`);
  }

  private text(value: string): void {
    const bytes = Buffer.from(value, "utf8");
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    this.code("X");
    this.parts.push(length, bytes);
  }

  private code(instructions: string): void {
    this.parts.push(Buffer.from(instructions, "latin1"));
  }
}
