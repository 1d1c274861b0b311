// The format of PyTorch 0.1.10 to 1.5: five pickles, followed by the storages.
import { readFile } from "node:fs/promises";
import { elementSize } from "../elements.js";
import { type ByteRange, bufferRange } from "../fileBytes.js";
import { PickleError } from "../pickle/pickled.js";
import { unpickle } from "../pickle/unpickle.js";
import { knownGlobal, type PytorchContent, type StorageReference, storageOf } from "./globals.js";

const magicNumber = 0x1950a86a20f9469cfc6cn;
const protocolVersion = 1001;

/** Reads a file of this format. @throws {PickleError} */
export async function readPickles(file: string): Promise<PytorchContent> {
  const bytes = await readFile(file);
  const options = { global: knownGlobal, persistent: storageOf };
  const magic = unpickle(bytes, 0, options);
  if (magic.value !== magicNumber) throw new PickleError("a pickle that torch.save did not write");
  const protocol = unpickle(bytes, magic.end, options);
  if (protocol.value !== protocolVersion) throw new PickleError(`protocol ${protocol.value} of torch.save`);
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
  const parts = new Map<string, ByteRange>();
  let position = keys.end;
  for (const key of Array.isArray(keys.value) ? keys.value : []) {
    const storage = storages.get(String(key));
    if (!storage) throw new PickleError(`the storage "${key}" of no tensor`);
    if (!storage.elements) throw new PickleError(`numbers of a type that cannot be read`);
    if (position + 8 > bytes.length) throw new PickleError("storages that are cut off");
    const length = Number(bytes.readBigUInt64LE(position)); // The number of elements comes first.
    const start = position + 8;
    position = start + length * elementSize(storage.elements);
    parts.set(storage.key, bufferRange(bytes.subarray(start, position)));
  }
  return { value: main.value, bytesOf: ({ key }) => parts.get(key) };
}
