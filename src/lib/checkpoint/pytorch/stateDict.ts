// The state dict in a file that torch.save wrote.
import { CheckpointError } from "../../base/errors.js";
import { listFirst } from "../../base/messages/listFirst.js";
import type { NamedArray } from "../namedArray.js";
import { NumpyArray } from "../pickle/numpy.js";
import { type KnownGlobal, type Pickled, type PickledDict, SkippedObject } from "../pickle/pickled.js";
import { renamed } from "../storedTensor.js";
import { ScriptModule, TensorReference } from "./globals.js";
import { readPytorch } from "./readPytorch.js";

/** The tensors of a model, and the other content of its file. */
export interface StateDict {
  /** Tensors in the order of the file. Each access of a tensor's `values` reads the file. */
  readonly tensors: readonly NamedArray[];
  /** The saved `options`, a nested dictionary; undefined without them. */
  readonly options?: Pickled;
  /** Values beside the tensors that are not read, as `name: type`. */
  readonly skipped?: readonly string[];
}

/** The names under which training scripts save a state dict. */
const holders = ["model", "state_dict", "model_state_dict", "module", "net", "network"];

/**
 * Reads `{"model": state dict, …}`, `{"state_dict": …}` or a bare state dict. Names lose what wrappers add: `module.`
 * (nn.DataParallel), `_orig_mod.` (torch.compile) and a `model.` in front of every name (Lightning). A module that
 * torch.jit saved is read as its state dict.
 *
 * @example
 * const { tensors } = await readStateDict("AMFMN_best.pth.tar").catch(() => ({ tensors: [] }));
 * console.log(tensors.map(({ name, shape }) => `${name} [${shape}]`));
 *
 * @throws {CheckpointError} when the file holds no dictionary of tensors
 */
export async function readStateDict(file: string): Promise<StateDict> {
  const { value: stored, tensors } = await readPytorch(file);
  const value = stored instanceof ScriptModule ? stored.stateDict() : stored;
  const saved = dictionaryOfTensors(value, tensors);
  if (!saved) {
    const found =
      value instanceof Map ? `the keys ${listFirst([...value.keys()].map(String), 6)}` : typeOf(value);
    throw new CheckpointError(
      `${file}: expected {"model": state dict} or a state dict, found no dictionary of tensors but ${found}; save model.state_dict().`,
    );
  }
  const others = [...saved].filter(([, item]) => !isTensor(item));
  return {
    tensors: unwrapped(tensors(saved)),
    options: value instanceof Map ? value.get("options") : undefined,
    skipped: others.map(([name, item]) => `${name}: ${typeOf(item)}`),
  };
}

/** Returns the same tensors under the names that the model gave them, without those of its wrappers. */
export function unwrapped(tensors: readonly NamedArray[]): NamedArray[] {
  const bare = tensors.map(({ name }) =>
    name.replace(/^((module|_orig_mod)\.)+/, "").replaceAll("._orig_mod.", "."),
  );
  const isWrapped = bare.length > 0 && bare.every((name) => name.startsWith("model."));
  return tensors.map((array, i) => renamed(array, isWrapped ? bare[i]!.slice("model.".length) : bare[i]!));
}

type ListTensors = (dict: PickledDict) => readonly NamedArray[];

/** Returns the dictionary itself, or the first dictionary of tensors in it under a usual name. */
function dictionaryOfTensors(value: Pickled, tensors: ListTensors, depth = 0): PickledDict | undefined {
  if (!(value instanceof Map)) return undefined;
  for (const holder of holders) {
    const held = value.get(holder);
    const found = depth < 3 ? dictionaryOfTensors(held ?? null, tensors, depth + 1) : undefined;
    if (found) return found;
  }
  return tensors(value).length > 0 ? value : undefined;
}

function isTensor(value: Pickled): boolean {
  return value instanceof TensorReference;
}

/** Returns the Python type of a value, for people. */
function typeOf(value: Pickled): string {
  if (value instanceof SkippedObject) return value.type;
  if (value instanceof NumpyArray) return `numpy.ndarray [${value.shape}]`;
  if (value instanceof TensorReference) return "torch.Tensor";
  if (value instanceof Map) return "dict";
  if (value instanceof Uint8Array) return "bytes";
  if (Array.isArray(value)) return "list";
  if (value === null) return "None";
  return typeof value === "object" ? ((value as Partial<KnownGlobal>).name ?? "object") : typeof value;
}
