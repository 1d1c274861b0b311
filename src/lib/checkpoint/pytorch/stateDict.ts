// The state dict in a file that torch.save wrote.
import { CheckpointError } from "../../base/errors.js";
import type { NamedArray } from "../namedArray.js";
import type { Pickled } from "./pickled.js";
import { readPytorch } from "./readPytorch.js";

/** The tensors of a model, and what else its file holds. */
export interface StateDict {
  /** Tensors in the order of the file. */
  readonly tensors: readonly NamedArray[];
  /** The saved `options`, a nested dictionary; undefined without them. */
  readonly options?: Pickled;
}

/**
 * Reads `{"model": state dict, …}`, `{"state_dict": …}` or a bare state dict. Names lose the `module.` that
 * nn.DataParallel adds.
 *
 * @example
 * const { tensors } = await readStateDict("AMFMN_best.pth.tar").catch(() => ({ tensors: [] }));
 * console.log(tensors.map(({ name, shape }) => `${name} [${shape}]`));
 *
 * @throws {CheckpointError} when the file holds no dictionary of tensors
 */
export async function readStateDict(file: string): Promise<StateDict> {
  const { value, tensors } = await readPytorch(file);
  const saved = value instanceof Map ? (value.get("model") ?? value.get("state_dict") ?? value) : value;
  const arrays = saved instanceof Map ? tensors(saved) : [];
  if (arrays.length === 0) {
    throw new CheckpointError(`${file}: expected {"model": state dict}, found no dictionary of tensors.`);
  }
  return {
    tensors: arrays.map((array) => ({ ...array, name: array.name.replace(/^module\./, "") })),
    options: value instanceof Map ? value.get("options") : undefined,
  };
}
