// A model in one file: safetensors with options, vocabulary and recipe in the header.
import { CheckpointError, OptionError } from "../base/errors.js";
import { requirePath } from "../base/files/path.js";
import { isObject } from "../base/isObject.js";
import { listFirst } from "../base/messages/listFirst.js";
import { loadStateDict, parameterLimit, type Source } from "../checkpoint/loadStateDict.js";
import type { NamedArray } from "../checkpoint/namedArray.js";
import { readWeights } from "../checkpoint/readWeights.js";
import { type TensorFile, writeTensors } from "../checkpoint/safetensors.js";
import { checkDecodeOptions, type DecodeOptions, joinDecodeOptions } from "../data/images/decodeOptions.js";
import type { ParameterLimit } from "../nn/parameters.js";
import type { Tokenizer } from "../text/tokenizer.js";
import { Vocabulary } from "../text/vocabulary.js";
import { requireLiveModel } from "./contract/liveModel.js";
import type { LocalKind } from "./contract/localInputs.js";
import type { ModelFamily } from "./contract/modelFamily.js";
import type { TrainingRecipe } from "./contract/recipe.js";
import type { ModelOptions, RetrievalModel } from "./contract/retrievalModel.js";
import { weightsOf } from "./modelFolder.js";
import { createEmptyModel, familyOf, registeredFamilies } from "./registry.js";

const format = "amfmn-lab/1";

/** Options of `loadModel`. */
export interface LoadModelOptions {
  /** The vocabulary that the model was trained with, for a file that has none. */
  readonly vocabulary?: Tokenizer;
  /**
   * Options of the network that another program's file does not hold, such as `{ activation: "quick-gelu" }`. An option
   * that the tensors contradict is refused. `network` names the family that reads the file, where a part of its tensors
   * is the network of another family.
   */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Receives a line for people about content of the file that is not read, such as a counter beside the weights. */
  readonly onNote?: (note: string) => void;
}

/**
 * Saves a model atomically: a reader finds the old file or the new one, never a part.
 *
 * @param metadata further texts for the header, such as the epoch and the score
 *
 * @example
 * await saveCheckpoint("best.safetensors", model, { epoch: "12" });
 *
 * @throws {FileError} when the file cannot be written
 * @throws {OptionError} when the model was disposed of
 */
export async function saveCheckpoint(
  file: string,
  model: RetrievalModel,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  requireLiveModel(model);
  const header = { ...metadata, format, ...modelHeader(model) };
  await writeTensors(file, { tensors: await modelTensors(model), metadata: header });
}

/** Returns everything that a model is made of besides its weights, as texts of a header. */
export function modelHeader(model: RetrievalModel): Record<string, string> {
  return {
    options: JSON.stringify(model.options),
    vocabulary: JSON.stringify(model.tokenizer),
    recipe: JSON.stringify(model.recipe),
    ...(hasDecoding(model) && { decoding: JSON.stringify(model.decoding) }),
    ...localHeader(model),
  };
}

/** Returns the values of all weights and buffers under our names. */
export async function modelTensors({ parameters }: RetrievalModel): Promise<NamedArray[]> {
  return Promise.all(
    parameters.all().map(async ([name, variable]) => ({
      name,
      shape: variable.shape,
      values: (await variable.data()) as Float32Array,
    })),
  );
}

/**
 * Opens a checkpoint of this library, or one that another program wrote for a registered model: a `.pth.tar` of the
 * authors' code, a state dict in safetensors, or a folder as Hugging Face publishes it. The content decides, not the
 * file's name. Nothing in a pickle is executed.
 *
 * @example
 * const model = await loadModel("runs/best.safetensors");
 *
 * @throws {CheckpointError} that names the file when it is missing, cut off, of another kind or without vocabulary
 * @throws {CheckpointKeysError} that lists the tensors that are missing, unexpected or misshapen
 * @throws {OptionError} when the file carries its own vocabulary and another one is given
 */
export async function loadModel(
  file: string,
  { vocabulary, options = {}, onNote }: LoadModelOptions = {},
): Promise<RetrievalModel> {
  requirePath("checkpoint", file);
  const place = weightsOf(file);
  const weights = await readWeights(place.file);
  const { metadata, tensors, skipped = [] } = weights;
  if (metadata.format === format) {
    refuseOtherWords(file, metadata.vocabulary, vocabulary);
    return ownModel(file, weights);
  }
  const { network, ...others } = options;
  const family = network === undefined ? foreignFamily(tensors) : namedFamily(file, network);
  if (!family) {
    const found =
      metadata.format ??
      `tensors named ${listFirst(
        tensors.map(({ name }) => name),
        3,
      )}`;
    throw new CheckpointError(
      `${file}: expected a checkpoint of ${format} or the state dict of a registered model, found ${found}; see listModels().`,
    );
  }
  if (skipped.length > 0)
    onNote?.(
      `${file}: ${listFirst(skipped, 4)} beside the weights ${skipped.length > 1 ? "are" : "is"} not read`,
    );
  const json = family.newTokenizer ? undefined : metadata.vocabulary;
  refuseOtherWords(file, json, vocabulary);
  const hidden = metadata.options === undefined ? {} : parsed(file, metadata.options);
  const own = json === undefined ? undefined : Vocabulary.fromJSON(parsed(file, json), file);
  const known = { ...(isObject(hidden) && hidden), ...others };
  const details = { options: known, files: place.files, note: (note: string) => onNote?.(note) };
  const model = family.foreignCheckpoints!.load(file, weights, vocabulary ?? own, details);
  if (metadata.decoding) model.decoding = decodingOf(file, parsed(file, metadata.decoding));
  if (metadata.local) model.local = localOf(file, parsed(file, metadata.local));
  return model;
}

/**
 * Writes a model for the program that its family's foreign checkpoints belong to, as safetensors with the vocabulary in
 * the header. The authors' code reads it by `model.load_state_dict(safetensors.torch.load_file(file))`.
 *
 * @example
 * await exportCheckpoint("authors.safetensors", createModel("released/soft", { vocabulary, options: { width: 8 } }));
 *
 * @throws {OptionError} when no other program has a network of this family, or the model was disposed of
 * @throws {FileError} when the file cannot be written
 */
export async function exportCheckpoint(file: string, model: RetrievalModel): Promise<void> {
  requireLiveModel(model);
  const { foreignCheckpoints } = familyOf(model.options);
  if (!foreignCheckpoints) {
    const able = registeredFamilies().filter((family) => family.foreignCheckpoints);
    throw new OptionError(
      `${file}: expected a model of the ${able.map(({ network }) => network).join(" or ")} network, ` +
        `found ${model.options.network}, which the authors' code does not have.`,
    );
  }
  const metadata = {
    format: "pt",
    vocabulary: JSON.stringify(model.tokenizer),
    ...(foreignCheckpoints.hiddenOptions && {
      options: JSON.stringify(foreignCheckpoints.hiddenOptions(model)),
    }),
    ...(hasDecoding(model) && { decoding: JSON.stringify(model.decoding) }),
    ...localHeader(model),
  };
  await writeTensors(file, { tensors: await foreignCheckpoints.tensors(model), metadata });
}

function foreignFamily(tensors: readonly NamedArray[]) {
  const names = tensors.map(({ name }) => name);
  return registeredFamilies().find(({ foreignCheckpoints }) => foreignCheckpoints?.recognizes(names));
}

/** Returns the family that the caller names. @throws {OptionError} when it reads no foreign files */
function namedFamily(file: string, network: unknown): ModelFamily {
  const able = registeredFamilies().filter(({ foreignCheckpoints }) => foreignCheckpoints);
  const family = able.find((one) => one.network === network);
  if (family) return family;
  throw new OptionError(
    `options.network: expected one of ${able.map((one) => one.network).join(", ")} to read ${file}, found ${JSON.stringify(network)}; leave it out to choose by the tensors.`,
  );
}

function ownModel(file: string, { tensors, metadata }: TensorFile): RetrievalModel {
  const model = modelOfHeader(file, metadata, parameterLimit(file, tensors));
  try {
    fillModel(file, model, tensors);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

/**
 * Creates the model that a header describes, with weights of zero.
 *
 * @throws {CheckpointError} when the header has no options or no vocabulary
 */
export function modelOfHeader(
  file: string,
  metadata: Readonly<Record<string, string>>,
  limit?: ParameterLimit,
): RetrievalModel {
  if (!metadata.options || !metadata.vocabulary)
    throw new CheckpointError(`${file}: expected options and vocabulary in its header, found none.`);
  const options = parsed(file, metadata.options);
  if (!isModelOptions(options))
    throw new CheckpointError(
      `${file}: expected the options of a network in its header, found ${metadata.options}; write it again.`,
    );
  const json = parsed(file, metadata.vocabulary);
  const { readTokenizer } = familyOf(options);
  const tokenizer = readTokenizer ? readTokenizer(json, file) : Vocabulary.fromJSON(json, file);
  const recipe = metadata.recipe ? (parsed(file, metadata.recipe) as TrainingRecipe) : undefined;
  const model = createEmptyModel(options, tokenizer, { recipe, parameterLimit: limit });
  if (metadata.decoding) model.decoding = decodingOf(file, parsed(file, metadata.decoding));
  if (metadata.local) model.local = localOf(file, parsed(file, metadata.local));
  return model;
}

/** Refuses a vocabulary beside the one that a file carries, unless both are equal. */
function refuseOtherWords(file: string, own: string | undefined, given: Tokenizer | undefined): void {
  if (own === undefined || given === undefined) return;
  const json = parsed(file, own);
  // Files may list equal words in another order of keys.
  const same = given instanceof Vocabulary ? Vocabulary.fromJSON(json, file) : json;
  if (JSON.stringify(same) === JSON.stringify(given)) return;
  throw new OptionError(
    `vocabulary: expected none, as ${file} carries its own, found another one; leave the vocabulary (--vocab) out.`,
  );
}

function hasDecoding({ decoding = {} }: RetrievalModel): boolean {
  return Object.keys(decoding).length > 0;
}

/** Checks the bands and the stretch of a header. */
function decodingOf(file: string, value: unknown): DecodeOptions {
  const { bands, stretch }: DecodeOptions = isObject(value) ? value : { bands: [] };
  try {
    checkDecodeOptions({ bands, stretch });
  } catch (error) {
    throw new CheckpointError(`${file}: ${(error as Error).message}`);
  }
  return joinDecodeOptions({ bands, stretch });
}

/** Returns the kind of a model's local inputs as a text of a header. */
function localHeader({ local }: RetrievalModel): Record<string, string> {
  return local ? { local: JSON.stringify({ kind: local.kind, settings: local.settings }) } : {};
}

/** Checks the kind of local inputs of a header. */
function localOf(file: string, value: unknown): LocalKind {
  if (isObject(value) && typeof value.kind === "string" && isObject(value.settings))
    return { kind: value.kind, settings: value.settings };
  throw new CheckpointError(
    `${file}: expected the kind of local inputs and its settings in its header, found ${JSON.stringify(value)}; write it again.`,
  );
}

/** Fills a model with tensors under our names. @throws {CheckpointKeysError} when they do not fit */
function fillModel(file: string, { parameters }: RetrievalModel, tensors: readonly NamedArray[]): void {
  const sources = parameters.all().map(
    ([name, variable]): Source => ({
      variable,
      parts: [{ name, shape: variable.shape }],
      join: ([value]) => value!,
    }),
  );
  loadStateDict(file, sources, tensors);
}

function isModelOptions(value: unknown): value is ModelOptions {
  return isObject(value) && typeof value.network === "string";
}

function parsed(file: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new CheckpointError(`${file}: expected JSON in its header, found ${json.slice(0, 40)}.`);
  }
}
