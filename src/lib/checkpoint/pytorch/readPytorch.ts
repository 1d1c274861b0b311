// Reads files that torch.save writes: a zip archive with one entry for each storage (since PyTorch 1.6), or the legacy format
// of five pickles followed by the storages. Nothing in them is executed, see pickle.ts.
import { type FileHandle, open } from "node:fs/promises";
import { CheckpointError } from "../../base/errors.js";
import { elementSize, toFloat32 } from "../elements.js";
import type { NamedArray } from "../namedArray.js";
import { readArchive } from "./archive.js";
import { knownGlobal, type StorageReference, storageOf, TensorReference } from "./globals.js";
import { unpickle } from "./pickle.js";
import { type Pickled, type PickledDict, PickleError } from "./pickled.js";

/** The saved value. Its tensors are references whose numbers are read later. */
export interface PytorchFile {
  readonly value: Pickled;
  /** Reads the tensors of a dictionary in its order. Other values are left out. */
  tensors(dict: PickledDict): NamedArray[];
}

const legacyMagic = 0x1950a86a20f9469cfc6cn;
const legacyProtocol = 1001;

/** Returns true when a file's first bytes are those of a zip archive or of a pickle. */
export function looksLikePytorch(first: Uint8Array): boolean {
  const zip = first[0] === 0x50 && first[1] === 0x4b;
  const pickle = first[0] === 0x80 && first[1]! >= 2 && first[1]! <= 5;
  return zip || pickle;
}

/**
 * Reads a file.
 *
 * @throws {CheckpointError} that names the file when it is cut off, of another kind, or asks for a Python object that no
 *   checkpoint needs
 */
export async function readPytorch(file: string): Promise<PytorchFile> {
  try {
    const handle = await open(file, "r");
    try {
      const first = Buffer.alloc(2);
      await handle.read(first, 0, 2, 0);
      const { value, bytesOf } = first[0] === 0x50 ? await readZip(file) : await readLegacy(handle);
      return { value, tensors: (dict) => tensorsOf(file, dict, bytesOf) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw refusal(file, (error as Error).message);
  }
}

function refusal(file: string, found: string): CheckpointError {
  return new CheckpointError(`${file}: expected a checkpoint that torch.save wrote, found ${found}.`);
}

type BytesOf = (storage: StorageReference) => Uint8Array | undefined;
interface Content {
  readonly value: Pickled;
  readonly bytesOf: BytesOf;
}

async function readZip(file: string): Promise<Content> {
  const entries = await readArchive(file);
  const main = [...entries.keys()].find((name) => name.endsWith("/data.pkl"));
  if (!main) throw new PickleError("a zip archive without data.pkl");
  const folder = main.slice(0, -"data.pkl".length);
  if (entries.get(`${folder}byteorder`)?.toString() === "big") throw new PickleError("big-endian numbers");
  const { value } = unpickle(entries.get(main)!, 0, { global: knownGlobal, persistent: storageOf });
  return { value, bytesOf: ({ key }) => entries.get(`${folder}data/${key}`) };
}

async function readLegacy(handle: FileHandle): Promise<Content> {
  const bytes = await handle.readFile();
  const options = { global: knownGlobal, persistent: storageOf };
  const magic = unpickle(bytes, 0, options);
  if (magic.value !== legacyMagic) throw new PickleError("a pickle that torch.save did not write");
  const protocol = unpickle(bytes, magic.end, options);
  if (protocol.value !== legacyProtocol) throw new PickleError(`protocol ${protocol.value} of torch.save`);
  const system = unpickle(bytes, protocol.end, options);
  if (system.value instanceof Map && system.value.get("little_endian") === false)
    throw new PickleError("big-endian numbers");
  const storages = new Map<string, StorageReference>();
  const main = unpickle(bytes, system.end, {
    global: knownGlobal,
    persistent: (id) => {
      const storage = storageOf(id);
      storages.set(storage.key, storage);
      return storage;
    },
  });
  const keys = unpickle(bytes, main.end, options);
  const parts = new Map<string, Buffer>();
  let position = keys.end;
  for (const key of Array.isArray(keys.value) ? keys.value : []) {
    const storage = storages.get(String(key));
    if (!storage) throw new PickleError(`the storage "${key}" of no tensor`);
    const start = position + 8; // The number of elements comes first.
    position = start + storage.length * elementSize(storage.elements);
    parts.set(storage.key, bytes.subarray(start, position));
  }
  return { value: main.value, bytesOf: ({ key }) => parts.get(key) };
}

function tensorsOf(file: string, dict: PickledDict, bytesOf: BytesOf): NamedArray[] {
  return [...dict].flatMap(([name, tensor]) => {
    if (!(tensor instanceof TensorReference)) return [];
    const bytes = bytesOf(tensor.storage);
    const { length, elements, key } = tensor.storage;
    if (!bytes || bytes.length !== length * elementSize(elements)) {
      const found = `storage "${key}" with ${bytes?.length ?? 0} bytes instead of ${length} elements of ${elements}`;
      throw refusal(file, `${found}; the file is cut off`);
    }
    return [{ name: String(name), shape: tensor.shape, values: numbersOf(tensor, bytes) }];
  });
}

function numbersOf({ storage, offset, shape, strides }: TensorReference, bytes: Uint8Array): Float32Array {
  const size = elementSize(storage.elements);
  const count = shape.reduce((product, side) => product * side, 1);
  if (isContiguous(shape, strides))
    return toFloat32(storage.elements, bytes.subarray(offset * size, (offset + count) * size));
  const all = toFloat32(storage.elements, bytes);
  return Float32Array.from({ length: count }, (_, i) => all[offset + placeOf(i, shape, strides)]!);
}

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis]!;
  }
  return true;
}

/** Returns the offset of the element that is i-th in row-major order. */
function placeOf(i: number, shape: readonly number[], strides: readonly number[]): number {
  let [rest, place] = [i, 0];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    place += (rest % shape[axis]!) * strides[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return place;
}
