// The format of PyTorch before 0.1.10, as in torchvision's first weights: a tar archive with the entries `storages`,
// `tensors` and `pickle`. Python 2 wrote most of these files.
import { list } from "tar";
import { type ElementType, elementSize } from "../elements.js";
import { type ByteRange, bufferRange } from "../fileBytes.js";
import { type KnownGlobal, type Pickled, PickleError } from "../pickle/pickled.js";
import { unpickle } from "../pickle/unpickle.js";
import { knownGlobal, type PytorchContent, StorageReference, type TensorReference } from "./globals.js";

/** Reads a file of this format. @throws {PickleError} */
export async function readTar(file: string): Promise<PytorchContent> {
  const entries = await entriesOf(file);
  const [storages, tensors, pickle] = ["storages", "tensors", "pickle"].map((name) => entries.get(name));
  if (!storages || !tensors || !pickle)
    throw new PickleError(`a tar archive of ${[...entries.keys()].slice(0, 3).join(", ") || "nothing"}`);
  const objects = new Map<string, StorageReference | TensorReference>();
  const parts = new Map<string, ByteRange>();
  readStorages(storages, objects, parts);
  readTensors(tensors, objects);
  const { value } = unpickle(pickle, 0, {
    global: knownGlobal,
    // A tensor or storage is its number. A class of a module is a tuple with its source.
    persistent: (id) => (Array.isArray(id) ? (id[0] ?? null) : find(objects, id)),
  });
  return { value, bytesOf: ({ key }) => parts.get(key) };
}

async function entriesOf(file: string): Promise<Map<string, Buffer>> {
  const entries = new Map<string, Buffer>();
  await list({
    file,
    strict: true,
    onReadEntry(entry) {
      const parts: Buffer[] = [];
      const name = entry.path.replace(/^\.\//, "");
      const isWanted = ["storages", "tensors", "pickle"].includes(name);
      entry.on("data", (part: Buffer) => {
        if (isWanted) parts.push(part);
      });
      entry.on("end", () => entries.set(name, Buffer.concat(parts)));
    },
  });
  return entries;
}

/** Reads a count, then for each storage its key and class, its number of elements, and its bytes. Views of storages follow. */
function readStorages(
  bytes: Buffer,
  objects: Map<string, StorageReference | TensorReference>,
  parts: Map<string, ByteRange>,
): void {
  const reader = new Reader(bytes);
  const count = reader.count();
  for (let i = 0; i < count; i++) {
    const [key, , type] = reader.tuple();
    const elements = elementsOf(type);
    const length = reader.int64();
    const start = reader.skip(length * elementSize(elements));
    parts.set(String(key), bufferRange(bytes.subarray(start, reader.position)));
    objects.set(String(key), new StorageReference(String(key), elements, length));
  }
  for (const view of reader.tuple()) {
    const [target, root, offset, length] = Array.isArray(view) ? view.map(Number) : [];
    const storage = find(objects, root ?? null);
    if (!(storage instanceof StorageReference) || offset! + length! > storage.length)
      throw new PickleError("a view of a storage that reaches beyond it");
    objects.set(String(target), new StorageReference(storage.key, storage.elements, length!, offset!));
  }
}

/** Reads a count, then for each tensor its key and storage, the number of axes, sizes, strides and offset. */
function readTensors(bytes: Buffer, objects: Map<string, StorageReference | TensorReference>): void {
  const reader = new Reader(bytes);
  const count = reader.count();
  for (let i = 0; i < count; i++) {
    const [key, storageKey] = reader.tuple();
    const storage = find(objects, storageKey ?? null);
    const axes = reader.int32();
    reader.skip(4);
    if (!(storage instanceof StorageReference) || axes > 64)
      throw new PickleError("a pickle with a tensor of no valid shape");
    const numbers = () => Array.from({ length: axes }, () => reader.int64());
    const [shape, strides] = [numbers(), numbers()];
    const offset = reader.int64();
    const { build } = knownGlobal("torch._utils._rebuild_tensor")!;
    objects.set(String(key), build!([storage, offset, shape, strides]) as TensorReference);
  }
}

/** Reads pickles and numbers that follow each other. */
class Reader {
  position = 0;

  constructor(private readonly bytes: Buffer) {}

  count(): number {
    const value = this.pickle();
    if (!Number.isSafeInteger(value) || (value as number) > this.bytes.length)
      throw new PickleError("a tar archive with an invalid count");
    return value as number;
  }

  tuple(): Pickled[] {
    const value = this.pickle();
    if (!Array.isArray(value)) throw new PickleError("a tar archive whose parts do not fit");
    return value;
  }

  int32(): number {
    const start = this.skip(4);
    return this.bytes.readUInt32LE(start);
  }

  int64(): number {
    const start = this.skip(8);
    const value = Number(this.bytes.readBigInt64LE(start));
    if (!Number.isSafeInteger(value) || value < 0)
      throw new PickleError("a tar archive with an invalid size");
    return value;
  }

  /** Returns the place before the skipped bytes. */
  skip(length: number): number {
    const start = this.position;
    if (start + length > this.bytes.length) throw new PickleError("storages that are cut off");
    this.position += length;
    return start;
  }

  private pickle(): Pickled {
    const persistent = () => null;
    const { value, end } = unpickle(this.bytes, this.position, { global: knownGlobal, persistent });
    this.position = end;
    return value;
  }
}

function elementsOf(type: Pickled | undefined): ElementType {
  const { elements, name } = (type ?? {}) as Partial<KnownGlobal>;
  if (!elements) throw new PickleError(`numbers of the type ${name}`);
  return elements;
}

function find(objects: ReadonlyMap<string, StorageReference | TensorReference>, key: Pickled) {
  const found = objects.get(String(key));
  if (!found) throw new PickleError("a pickle that refers to a value it does not hold");
  return found;
}
