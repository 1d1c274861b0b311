// The weights that a run trains: all of them, all but the frozen ones, or low-rank adapters.
import { OptionError } from "../base/errors.js";
import { listFirst } from "../base/messages/listFirst.js";
import { canAdapt, hasScale } from "../models/contract/capabilities.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import type { ParameterOwner } from "../nn/parameters.js";
import type { Run } from "./options.js";

/**
 * Adds the adapters of a run, and takes the weights that it does not train out of training.
 *
 * @returns a function that gives them back
 * @throws {OptionError} for a name that the model does not have, a model that cannot have adapters or learns its own
 *   temperature, or when nothing is left to train
 */
export function limitTraining(model: RetrievalModel, { freeze, adapters, seed }: Run): () => void {
  const { parameters } = model;
  const before = new Set(parameters.trainable.keys());
  const frozen = freeze.flatMap((name) => ownersOf(model, name));
  if (adapters) {
    if (!canAdapt(model))
      throw new OptionError(
        `adapters: expected a model whose layers can have adapters, such as a CLIP, found ${model.options.network}; leave adapters out.`,
      );
    model.adapt({ rank: adapters.rank, alpha: adapters.alpha ?? 2 * adapters.rank, seed });
    if (!model.adapted)
      throw new OptionError(
        "adapters: expected attentions that can have them, found none; leave adapters out.",
      );
    frozen.push(...[...before].filter((name) => !isAdapterOrScale(model, name)).map((name) => ({ name })));
  }
  parameters.freeze(...frozen);
  if (parameters.trainable.size === 0)
    throw new OptionError(
      `freeze: expected some weights to train, found none beside ${listFirst(freeze, 3)}.`,
    );
  return () => parameters.unfreeze(...[...before].map((name) => ({ name })));
}

/** The learned temperature is trained beside the adapters. */
function isAdapterOrScale(model: RetrievalModel, name: string): boolean {
  return name.includes(".lora.") || (hasScale(model) && model.parameters.get(name).shape.length === 0);
}

/** Returns the layers of a group, or those below a name. */
function ownersOf({ parameters, parts = {} }: RetrievalModel, name: string): readonly ParameterOwner[] {
  const group = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (group) return group;
  const names = parameters.list().map((parameter) => parameter.name);
  if (name !== "" && names.some((one) => one === name || one.startsWith(`${name}.`))) return [{ name }];
  const known = [...Object.keys(parts), ...new Set(names.map((one) => one.split(".")[0]!))];
  throw new OptionError(
    `freeze: expected names of the model's layers (${listFirst(known, 8)}), found "${name}".`,
  );
}
