// A model in one file: safetensors with options, vocabulary and recipe in the header.
import { open } from "node:fs/promises";
import { CheckpointError, OptionError } from "../base/errors.js";
import { loadStateDict, type Source } from "../checkpoint/loadStateDict.js";
import type { NamedArray } from "../checkpoint/namedArray.js";
import { looksLikePytorch } from "../checkpoint/pytorch/readPytorch.js";
import { readStateDict, type StateDict } from "../checkpoint/pytorch/stateDict.js";
import { readTensors, type TensorFile, writeTensors } from "../checkpoint/safetensors.js";
import type { Tokenizer } from "../text/tokenizer.js";
import { Vocabulary } from "../text/vocabulary.js";
import type { TrainingRecipe } from "./contract/recipe.js";
import type { ModelOptions, RetrievalModel } from "./contract/retrievalModel.js";
import { createEmptyModel, familyOf, registeredFamilies } from "./registry.js";

const format = "amfmn-lab/1";

/** Options of `loadModel`. */
export interface LoadModelOptions {
  /** The vocabulary that the model was trained with, for a file that has none. */
  readonly vocabulary?: Tokenizer;
}

/**
 * Saves a model atomically: a reader finds the old file or the new one, never a part.
 *
 * @param metadata further texts for the header, such as the epoch and the score
 *
 * @example
 * await saveCheckpoint("best.safetensors", model, { epoch: "12" });
 */
export async function saveCheckpoint(
  file: string,
  model: RetrievalModel,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const header = {
    ...metadata,
    format,
    options: JSON.stringify(model.options),
    vocabulary: JSON.stringify(model.tokenizer),
    recipe: JSON.stringify(model.recipe),
  };
  await writeTensors(file, { tensors: await modelTensors(model), metadata: header });
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
 * authors' code, or a safetensors file with the authors' names. The content decides, not the file's name. Nothing in a
 * pickle is executed.
 *
 * @example
 * const model = await loadModel("runs/best.safetensors");
 *
 * @throws {CheckpointError} that names the file when it is missing, cut off, of another kind or without vocabulary
 * @throws {CheckpointKeysError} that lists the tensors that are missing, unexpected or misshapen
 */
export async function loadModel(
  file: string,
  { vocabulary }: LoadModelOptions = {},
): Promise<RetrievalModel> {
  if (looksLikePytorch(await firstBytes(file)))
    return foreignModel(file, await readStateDict(file), vocabulary);
  const content = await readTensors(file);
  const { metadata, tensors } = content;
  if (metadata.format === format) return ownModel(file, content);
  if (foreignFamily(tensors)) {
    const json = metadata.vocabulary;
    const own = json === undefined ? undefined : Vocabulary.fromJSON(parsed(file, json), file);
    return foreignModel(file, { tensors }, vocabulary ?? own);
  }
  const found = metadata.format ?? "another program's file";
  throw new CheckpointError(`${file}: expected a checkpoint of ${format} or of the authors, found ${found}.`);
}

/**
 * Writes a model for the program that its family's foreign checkpoints belong to, as safetensors with the vocabulary in
 * the header. The authors' code reads it by `model.load_state_dict(safetensors.torch.load_file(file))`.
 *
 * @example
 * await exportCheckpoint("authors.safetensors", createModel("released/soft", { vocabulary, options: { width: 8 } }));
 *
 * @throws {OptionError} when no other program has a network of this family
 */
export async function exportCheckpoint(file: string, model: RetrievalModel): Promise<void> {
  const { foreignCheckpoints } = familyOf(model.options);
  if (!foreignCheckpoints) {
    const able = registeredFamilies().filter((family) => family.foreignCheckpoints);
    throw new OptionError(
      `${file}: expected a model of the ${able.map(({ network }) => network).join(" or ")} network, ` +
        `found ${model.options.network}, which the authors' code does not have.`,
    );
  }
  const metadata = { format: "pt", vocabulary: JSON.stringify(model.tokenizer) };
  await writeTensors(file, { tensors: await foreignCheckpoints.tensors(model), metadata });
}

function foreignFamily(tensors: readonly NamedArray[]) {
  const names = tensors.map(({ name }) => name);
  return registeredFamilies().find(({ foreignCheckpoints }) => foreignCheckpoints?.recognizes(names));
}

function foreignModel(file: string, state: StateDict, tokenizer: Tokenizer | undefined): RetrievalModel {
  const family = foreignFamily(state.tensors);
  if (family) return family.foreignCheckpoints!.load(file, state, tokenizer);
  const names = state.tensors.slice(0, 3).map(({ name }) => name);
  throw new CheckpointError(
    `${file}: expected the state dict of a registered model, found tensors named ${names.join(", ")}; see listModels().`,
  );
}

function ownModel(file: string, { tensors, metadata }: TensorFile): RetrievalModel {
  if (!metadata.options || !metadata.vocabulary)
    throw new CheckpointError(`${file}: expected options and vocabulary in its header, found none.`);
  const options = parsed(file, metadata.options) as ModelOptions;
  const json = parsed(file, metadata.vocabulary);
  const { readTokenizer } = familyOf(options);
  const tokenizer = readTokenizer ? readTokenizer(json, file) : Vocabulary.fromJSON(json, file);
  const recipe = metadata.recipe ? (parsed(file, metadata.recipe) as TrainingRecipe) : undefined;
  const model = createEmptyModel(options, tokenizer, recipe);
  try {
    fillModel(file, model, tensors);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
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

function parsed(file: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new CheckpointError(`${file}: expected JSON in its header, found ${json.slice(0, 40)}.`);
  }
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file, "r").catch(() => {
    throw new CheckpointError(`${file}: expected a checkpoint, found no file that can be read.`);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    throw new CheckpointError(`${file}: expected a checkpoint, found a folder.`);
  } finally {
    await handle.close();
  }
}
