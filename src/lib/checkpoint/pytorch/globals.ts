// The Python objects that a checkpoint may name, with the plain data that replaces each. A pickle can reach nothing else.
import { type ElementType, elementSize, storageTypes } from "../elements.js";
import type { ByteRange } from "../fileBytes.js";
import { numpyBuilders } from "../pickle/numpy.js";
import {
  type KnownGlobal,
  type Pickled,
  type PickledDict,
  PickleError,
  SkippedObject,
  type StatefulObject,
} from "../pickle/pickled.js";
import { elementCount } from "../strides.js";

/** A storage whose numbers are not read yet. */
export class StorageReference {
  constructor(
    readonly key: string,
    readonly elements: ElementType | undefined,
    readonly length: number,
    /** The place of the first element in the storage's bytes, for a view of another storage. */
    readonly start = 0,
  ) {}
}

/** A saved value, and the bytes of its storages. */
export interface PytorchContent {
  readonly value: Pickled;
  readonly bytesOf: (storage: StorageReference) => ByteRange | undefined;
}

/** A tensor whose numbers are not read yet. */
export class TensorReference {
  constructor(
    readonly storage: StorageReference,
    readonly elements: ElementType,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
    /** True for a view that negates its storage, as the imaginary part of a conjugated tensor does. */
    readonly isNegated: boolean,
  ) {}
}

/** A module that torch.jit saved: its parameters, its parts and its settings by name. */
export class ScriptModule extends Map<Pickled, Pickled> implements StatefulObject {
  setState(state: Pickled): void {
    if (state instanceof Map) for (const [name, value] of state) this.set(name, value);
  }

  /** Returns the tensors of the module and its parts under the names of a state dict, such as `visual.proj`. */
  stateDict(prefix = "", depth = 0): PickledDict {
    if (depth > deepestModule) throw new PickleError("a module that contains itself");
    const entries = [...this].flatMap(([name, value]): [Pickled, Pickled][] => {
      if (value instanceof ScriptModule) return [...value.stateDict(`${prefix}${name}.`, depth + 1)];
      return value instanceof TensorReference ? [[`${prefix}${name}`, value]] : [];
    });
    return new Map(entries);
  }
}

const deepestModule = 100;

/** The elements that a tensor may have beyond its storage: `expand` repeats elements. */
const largestExpansion = 1 << 16;

/** The dtypes of PyTorch that are read, by the name of their global. */
const dtypes: Readonly<Record<string, ElementType>> = {
  float64: "F64",
  float32: "F32",
  float16: "F16",
  bfloat16: "BF16",
  int64: "I64",
  int32: "I32",
  int16: "I16",
  int8: "I8",
  uint8: "U8",
  bool: "BOOL",
};

const asDictionary: NonNullable<KnownGlobal["build"]> = (args) => {
  const last = args.at(-1);
  if (last instanceof Map) return new Map(last);
  return new Map(Array.isArray(last) ? last.filter(isPair) : undefined);
};
const asItems: NonNullable<KnownGlobal["build"]> = ([items]) => items ?? [];

const builders: Record<string, NonNullable<KnownGlobal["build"]>> = {
  "collections.OrderedDict": asDictionary,
  "collections.Counter": asDictionary,
  "collections.defaultdict": asDictionary,
  "easydict.EasyDict": asDictionary,
  "yacs.config.CfgNode": asDictionary,
  "lightning_fabric.utilities.data.AttributeDict": asDictionary,
  "lightning.fabric.utilities.data.AttributeDict": asDictionary,
  "pytorch_lightning.utilities.parsing.AttributeDict": asDictionary,
  "collections.deque": asItems,
  "torch._utils._rebuild_tensor": tensor,
  "torch._utils._rebuild_tensor_v2": tensor,
  "torch._utils._rebuild_tensor_v3": tensorOfDtype,
  "torch._utils._rebuild_parameter": ([data]) => data ?? null,
  "torch._utils._rebuild_parameter_with_state": ([data]) => data ?? null,
  "torch._tensor._rebuild_from_type_v2": ([rebuild, , args]) => rebuilt(rebuild ?? null, args ?? null),
  "torch.nn.parameter.Parameter": ([data]) => data ?? new SkippedObject("torch.nn.parameter.Parameter"),
  "torch.autograd.variable.Variable": ([data]) =>
    data ?? new SkippedObject("torch.autograd.variable.Variable"),
  "torch.Size": asItems,
  ...numpyBuilders,
};
for (const module of ["builtins", "__builtin__"])
  for (const type of ["set", "frozenset", "list", "tuple"]) builders[`${module}.${type}`] = asItems;

/** Classes whose objects lie beside weights and say nothing about them. */
const skippedTypes = [
  "torch.device",
  "torch._utils._rebuild_sparse_tensor",
  "torch._utils._rebuild_qtensor",
  "torch._utils._rebuild_meta_tensor_no_storage",
  "torch._utils._rebuild_device_tensor_from_numpy",
  "torch.Tensor",
  "torch.storage.UntypedStorage",
  "torch.storage.TypedStorage",
  "torch.torch_version.TorchVersion",
  ...["Double", "Float", "Half", "Long", "Int", "Short", "Char", "Byte"].map((type) => `torch.${type}Tensor`),
  "argparse.Namespace",
  "types.SimpleNamespace",
  "datetime.datetime",
  "datetime.date",
  "datetime.time",
  "datetime.timedelta",
  "datetime.timezone",
  "decimal.Decimal",
  "fractions.Fraction",
  "uuid.UUID",
  "copyreg._reconstructor",
  "copy_reg._reconstructor",
  ...["PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath", "Path"].flatMap((path) => [
    `pathlib.${path}`,
    `pathlib._local.${path}`,
  ]),
  ...[
    "dictconfig.DictConfig",
    "listconfig.ListConfig",
    "base.ContainerMetadata",
    "base.Metadata",
    "nodes.AnyNode",
  ].map((type) => `omegaconf.${type}`),
  ...[
    "bytearray",
    "bytes",
    "complex",
    "slice",
    "range",
    "int",
    "float",
    "bool",
    "str",
    "dict",
    "object",
    "type",
  ].flatMap((type) => [`builtins.${type}`, `__builtin__.${type}`]),
  ...["unicode", "long", "xrange", "basestring"].map((type) => `__builtin__.${type}`),
];

/** Storage classes and dtypes of numbers that are not read. */
const skippedNumbers = [
  ...[
    "ComplexFloat",
    "ComplexDouble",
    "ComplexHalf",
    "QInt8",
    "QUInt8",
    "QInt32",
    "QUInt4x2",
    "QUInt2x4",
  ].map((type) => `torch.${type}Storage`),
  ..."complex32 complex64 complex128 qint8 quint8 qint32 uint16 uint32 uint64 float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz float8_e8m0fnu"
    .split(" ")
    .map((type) => `torch.${type}`),
];

const known = new Map<string, KnownGlobal>(
  [
    ...skippedTypes.map((name) => ({ name, build: () => new SkippedObject(name) })),
    ...skippedNumbers.map((name) => ({ name })),
    ...Object.entries(builders).map(([name, build]) => ({ name, build })),
    ...Object.entries(storageTypes).map(([name, elements]) => ({ name: `torch.${name}`, elements })),
    ...Object.entries(dtypes).map(([name, elements]) => ({ name: `torch.${name}`, elements })),
  ].map((global) => [global.name, global]),
);

export function knownGlobal(name: string): KnownGlobal | undefined {
  if (name.startsWith("__torch__.")) return { name, build: () => new ScriptModule() };
  return known.get(name);
}

/** Reads a storage's persistent id: ("storage", class, key, device, elements, view). The device is ignored. */
export function storageOf(id: Pickled): StorageReference {
  const [kind, type, key, , length, view = null] = Array.isArray(id) ? id : [];
  const isStorage = kind === "storage" && typeof (type as KnownGlobal | undefined)?.name === "string";
  if (!isStorage || typeof key !== "string" || !isCount(length))
    throw new PickleError("a pickle that refers to something other than a tensor's storage");
  const { elements } = type as KnownGlobal;
  if (view === null) return new StorageReference(key, elements, length);
  const [, start, viewLength] = Array.isArray(view) ? view : [];
  if (!isCount(start) || !isCount(viewLength) || start + viewLength > length)
    throw new PickleError("a view of a storage that reaches beyond it");
  return new StorageReference(key, elements, viewLength, start);
}

/** Takes `(storage, offset, shape, strides, requires_grad, hooks, metadata)`. */
function tensor([storage, offset, shape, strides, , , metadata]: readonly Pickled[]): Pickled {
  if (!(storage instanceof StorageReference)) throw invalidTensor();
  return referenceTo(storage, storage.elements, [offset, shape, strides], metadata);
}

/** Takes `(storage, offset, shape, strides, requires_grad, hooks, dtype, metadata)`. The storage has bytes. */
function tensorOfDtype(args: readonly Pickled[]): Pickled {
  const [storage, offset, shape, strides, , , dtype, metadata] = args;
  if (!(storage instanceof StorageReference)) throw invalidTensor();
  const elements = (dtype as Partial<KnownGlobal> | null | undefined)?.elements;
  const size = elements ? elementSize(elements) : 1;
  const { key, length, start } = storage;
  const typed = new StorageReference(key, elements, Math.floor(length / size), start / size);
  return referenceTo(typed, elements, [offset, shape, strides], metadata);
}

function referenceTo(
  storage: StorageReference,
  elements: ElementType | undefined,
  [offset, shape, strides]: readonly (Pickled | undefined)[],
  metadata: Pickled | undefined,
): Pickled {
  const fits = isCount(offset) && isCounts(shape) && isCounts(strides) && shape.length === strides.length;
  if (!fits) throw invalidTensor();
  if (!elements) return new SkippedObject("a tensor of complex, quantized or 8-bit numbers");
  const last = shape.reduce((at, side, axis) => at + (side - 1) * strides[axis]!, offset);
  if (!shape.includes(0) && last >= storage.length)
    throw new PickleError(
      `a tensor that reaches to element ${last} of a storage with ${storage.length} elements`,
    );
  const count = elementCount(shape);
  if (count > storage.length + largestExpansion)
    throw new PickleError(`a tensor of ${count} elements in a storage with ${storage.length}`);
  const flags = metadata instanceof Map ? metadata : new Map();
  return new TensorReference(storage, elements, offset, shape, strides, flags.get("neg") === true);
}

/** Calls the function that rebuilds the data of a subclass of Tensor. */
function rebuilt(rebuild: Pickled, args: Pickled): Pickled {
  const { build } = rebuild as Partial<KnownGlobal>;
  if (!build || !Array.isArray(args)) throw invalidTensor();
  return build(args);
}

const invalidTensor = () => new PickleError("a pickle with a tensor of no valid shape");
const isPair = (value: Pickled): value is [Pickled, Pickled] => Array.isArray(value) && value.length === 2;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount);
