// Opens the local inputs of a model.
import { canonicalJson } from "../base/canonicalJson.js";
import { OptionError } from "../base/errors.js";
import { isLocalSource, type LocalKind, type LocalOption, type LocalSource } from "./contract/localInputs.js";
import type { RetrievalModel } from "./contract/retrievalModel.js";
import { registeredFamilies } from "./registry.js";

/**
 * Opens local inputs for a model, such as a file with the objects of its images. Assign the result to `model.local` and
 * the model reads it wherever the caller names no other.
 *
 * @param local a file, the name of a built-in source, or a source; by default the model's own
 * @returns undefined for a model that reads pixels alone
 *
 * @example
 * const local = await openLocal(model, undefined);
 * console.log(local?.kind ?? "The model reads pixels alone.");
 *
 * @throws {OptionError} when the model reads pixels alone, was trained with local inputs of another kind, or needs a file
 * @throws {DataError} when the file has another form
 */
export async function openLocal(
  model: RetrievalModel,
  local: LocalOption["local"],
): Promise<LocalSource | undefined> {
  const { options } = model;
  // A model of a class alone, without a registered family, reads no local inputs.
  const inputs = registeredFamilies().find(({ network }) => network === options.network)?.local;
  if (local === undefined)
    return isLocalSource(model.local) ? model.local : inputs?.builtIn(model.local, options);
  if (!inputs) {
    throw new OptionError(
      `local: expected none, because the model ${options.network} reads pixels alone, found ${nameOf(local)}; leave it (--local) out.`,
    );
  }
  const source = typeof local === "string" ? await inputs.open(local, options, model.local) : local;
  if (model.local) refuseOtherKind(model.local, source, nameOf(local));
  return source;
}

function nameOf(local: string | LocalSource): string {
  return typeof local === "string" ? local : local.kind;
}

/** Refuses numbers that the model was not trained with. */
function refuseOtherKind(trained: LocalKind, found: LocalKind, name: string): void {
  if (trained.kind !== found.kind) {
    throw new OptionError(
      `local: expected inputs of the kind ${trained.kind}, which the model was trained with, found ${name} of the kind ${found.kind}; give the same kind (--local), or train a new model.`,
    );
  }
  const [before, now] = [trained.settings, found.settings] as Readonly<Record<string, unknown>>[];
  const names = new Set([...Object.keys(before!), ...Object.keys(now!)]);
  const differs = [...names].find((key) => canonicalJson(before![key]) !== canonicalJson(now![key]));
  if (differs === undefined) return;
  throw new OptionError(
    `local: expected inputs with ${differs} ${canonicalJson(before![differs]) ?? "none"}, which the model was trained with, found ${name} with ${canonicalJson(now![differs]) ?? "none"}; give the same inputs (--local), or train a new model.`,
  );
}
