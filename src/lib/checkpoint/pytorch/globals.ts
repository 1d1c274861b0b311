// The Python objects that a checkpoint may name, with the plain data that replaces each. A pickle can reach nothing else.
import { type ElementType, storageTypes } from "../elements.js";
import { type KnownGlobal, type Pickled, PickleError } from "./pickled.js";

/** A storage whose numbers are not read yet. */
export class StorageReference {
  constructor(
    readonly key: string,
    readonly elements: ElementType,
    readonly length: number,
  ) {}
}

/** A tensor whose numbers are not read yet. */
export class TensorReference {
  constructor(
    readonly storage: StorageReference,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

/** A NumPy type such as `<f8`. */
class NumpyType {
  constructor(readonly code: string) {}
}

const builders: Record<string, (args: readonly Pickled[]) => Pickled> = {
  "collections.OrderedDict": (args) => new Map(args[0] as [Pickled, Pickled][] | undefined),
  "torch._utils._rebuild_tensor": tensor,
  "torch._utils._rebuild_tensor_v2": tensor,
  "torch._utils._rebuild_parameter": ([data]) => data ?? null,
  "torch.Size": ([sizes]) => sizes ?? [],
  "builtins.set": ([items]) => items ?? [],
  "__builtin__.set": ([items]) => items ?? [],
  "numpy.dtype": ([code]) => new NumpyType(String(code)),
  "numpy.core.multiarray.scalar": numpyScalar,
  "numpy._core.multiarray.scalar": numpyScalar,
  "_codecs.encode": ([text]) => Buffer.from(String(text), "latin1"),
};

const known = new Map<string, KnownGlobal>([
  ...Object.entries(builders).map(([name, build]) => [name, { name, build }] as const),
  ...Object.entries(storageTypes).map(([name, elements]) => {
    const global = `torch.${name}`;
    return [global, { name: global, elements }] as const;
  }),
]);

export function knownGlobal(name: string): KnownGlobal | undefined {
  return known.get(name);
}

/** Reads a storage's persistent id: ("storage", class, key, device, elements). The device is ignored. */
export function storageOf(id: Pickled): StorageReference {
  const [kind, type, key, , length, view = null] = Array.isArray(id) ? id : [];
  const elements = (type as KnownGlobal | undefined)?.elements;
  if (kind !== "storage" || !elements || typeof key !== "string" || !isCount(length) || view !== null)
    throw new PickleError("a pickle that refers to something other than a tensor's storage");
  return new StorageReference(key, elements, length);
}

function tensor([storage, offset, shape, strides]: readonly Pickled[]): TensorReference {
  const fits =
    storage instanceof StorageReference &&
    isCount(offset) &&
    isCounts(shape) &&
    isCounts(strides) &&
    shape.length === strides.length;
  if (!fits) throw new PickleError("a pickle with a tensor of no valid shape");
  const last = shape.reduce((at, side, axis) => at + (side - 1) * strides[axis]!, offset);
  if (!shape.includes(0) && last >= storage.length)
    throw new PickleError(
      `a tensor that reaches to element ${last} of a storage with ${storage.length} elements`,
    );
  return new TensorReference(storage, offset, shape, strides);
}

function numpyScalar([type, bytes]: readonly Pickled[]): Pickled {
  const code = type instanceof NumpyType ? type.code.replace(/[<=|]/, "") : "";
  if (!(bytes instanceof Uint8Array)) throw new PickleError("a NumPy number without its bytes");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (code === "f8") return view.getFloat64(0, true);
  if (code === "f4") return view.getFloat32(0, true);
  if (code === "i4") return view.getInt32(0, true);
  if (code === "i8") return Number(view.getBigInt64(0, true));
  throw new PickleError(`a NumPy number of type "${code}", expected f8, f4, i8 or i4`);
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount);
