// Reads files that torch.save writes: a zip archive with one entry for each storage (since PyTorch 1.6), five pickles followed
// by the storages (0.1.10 to 1.5), or a tar archive (before). Nothing in them is executed, see unpickle.ts.
import { CheckpointError } from "../../base/errors.js";
import { isTarStart } from "../../base/foreignContent.js";
import { elementSize, toFloat32 } from "../elements.js";
import { type ByteRange, fileRange } from "../fileBytes.js";
import type { NamedArray } from "../namedArray.js";
import { type Pickled, type PickledDict, PickleError } from "../pickle/pickled.js";
import { unpickle } from "../pickle/unpickle.js";
import { StoredTensor } from "../storedTensor.js";
import { elementCount, isContiguous, offsetOf } from "../strides.js";
import { readArchive } from "./archive.js";
import { knownGlobal, type PytorchContent, storageOf, TensorReference } from "./globals.js";
import { readPickles } from "./legacy.js";
import { readTar } from "./tar.js";

/** The saved value. Its tensors are references whose numbers are read later. */
export interface PytorchFile {
  readonly value: Pickled;
  /** Lists the tensors of a dictionary in its order. Other values are left out. */
  tensors(dict: PickledDict): NamedArray[];
}

/** Returns true when a file's first bytes are those of a zip archive, of a pickle or of a tar archive. */
export function looksLikePytorch(first: Uint8Array): boolean {
  const isPickle = first[0] === 0x80 && first[1]! >= 2 && first[1]! <= 5;
  return isZip(first) || isPickle || isTarStart(first);
}

/**
 * Reads a file.
 *
 * @throws {CheckpointError} that names the file when it is cut off, of another kind, or asks for a Python object that no
 *   checkpoint needs
 */
export async function readPytorch(file: string): Promise<PytorchFile> {
  try {
    const first = fileRange(file, 0, 512).read();
    const { value, bytesOf } = isZip(first)
      ? await readZip(file)
      : await (isTarStart(first) ? readTar(file) : readPickles(file));
    return { value, tensors: (dict) => tensorsOf(file, dict, bytesOf) };
  } catch (error) {
    throw refusal(file, (error as Error).message);
  }
}

function isZip(first: Uint8Array): boolean {
  return first[0] === 0x50 && first[1] === 0x4b;
}

function refusal(file: string, found: string): CheckpointError {
  return new CheckpointError(
    `${file}: expected a checkpoint that torch.save wrote, found ${found}; save model.state_dict() again.`,
  );
}

async function readZip(file: string): Promise<PytorchContent> {
  const entries = await readArchive(file);
  const main = [...entries.keys()].find((name) => name.endsWith("/data.pkl"));
  if (!main) throw new PickleError("a zip archive without data.pkl");
  const folder = main.slice(0, -"data.pkl".length);
  const order = Buffer.from(entries.get(`${folder}byteorder`)?.read(0, 3) ?? []);
  if (order.toString() === "big") throw new PickleError("big-endian numbers");
  const pickle = Buffer.from(entries.get(main)!.read());
  const { value } = unpickle(pickle, 0, { global: knownGlobal, persistent: storageOf });
  return { value, bytesOf: ({ key }) => entries.get(`${folder}data/${key}`) };
}

function tensorsOf(file: string, dict: PickledDict, bytesOf: PytorchContent["bytesOf"]): NamedArray[] {
  return [...dict].flatMap(([name, tensor]) => {
    if (!(tensor instanceof TensorReference)) return [];
    const { storage, elements } = tensor;
    const bytes = bytesOf(storage);
    const wanted = (storage.start + storage.length) * elementSize(elements);
    if (!bytes || bytes.length < wanted) {
      const found = `storage "${storage.key}" with ${bytes?.length ?? 0} bytes instead of ${storage.length} elements of ${elements}`;
      throw refusal(file, `${found}, which is cut off`);
    }
    return [new StoredTensor(String(name), tensor.shape, () => numbersOf(tensor, bytes))];
  });
}

function numbersOf(tensor: TensorReference, bytes: ByteRange): Float32Array {
  const { storage, elements, shape, strides, isNegated } = tensor;
  const size = elementSize(elements);
  const read = (start: number, end: number) => toFloat32(elements, bytes.read(start * size, end * size));
  const first = storage.start + tensor.offset;
  const count = elementCount(shape);
  let values: Float32Array;
  if (isContiguous(shape, strides)) values = read(first, first + count);
  else {
    const all = read(first, storage.start + storage.length);
    values = Float32Array.from({ length: count }, (_, i) => all[offsetOf(i, shape, strides)]!);
  }
  return isNegated ? values.map((value) => -value) : values;
}
