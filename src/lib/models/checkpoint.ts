// A model in one file: weights and running statistics as safetensors, options and vocabulary in its header. What
// the authors' code saved is opened as well, whichever of PyTorch's forms it is in.
import { open } from "node:fs/promises";
import { CheckpointError } from "../base/errors.js";
import { loadStateDict, type Source } from "../checkpoint/loadStateDict.js";
import { looksLikePytorch } from "../checkpoint/pytorch/readPytorch.js";
import { readTensors, type TensorFile, writeTensors } from "../checkpoint/safetensors.js";
import { Vocabulary } from "../text/vocabulary.js";
import type { Amfmn } from "./amfmn/amfmn.js";
import type { ModelOptions } from "./amfmn/options.js";
import { hasAuthorsNames, modelFromAuthors, readAuthorsFile } from "./amfmn/released/authorsCheckpoint.js";
import { createEmptyModel } from "./createModel.js";

const format = "amfmn-lab/1";

export interface LoadCheckpointOptions {
  /** Where the file has none of its own: the words in the order that the model was trained with. */
  readonly vocabulary?: Vocabulary;
}

/** Saves atomically; `about` goes into the header (such as the epoch and the score). */
export async function saveCheckpoint(
  file: string,
  model: Amfmn,
  about: Record<string, string> = {},
): Promise<void> {
  const tensors = await Promise.all(
    model.parameters.all().map(async ([name, variable]) => ({
      name,
      shape: variable.shape,
      values: (await variable.data()) as Float32Array,
    })),
  );
  const metadata = {
    ...about,
    format,
    options: JSON.stringify(model.options),
    vocabulary: JSON.stringify(model.vocabulary),
  };
  await writeTensors(file, { tensors, metadata });
}

/**
 * Opens a checkpoint of this library, a `.pth.tar` of the authors' code, or a safetensors file with the authors'
 * names. The content decides, not the file's name. Nothing that a pickle asks for is executed.
 *
 * @example
 * const model = await loadCheckpoint("AMFMN_best.pth.tar", { vocabulary: Vocabulary.read("rsitmd_splits_vocab.json") });
 *
 * @throws {CheckpointError} that names the file when it is missing, cut off, of another kind or without vocabulary
 * @throws {CheckpointKeysError} that lists the tensors that are missing, unexpected or misshapen
 */
export async function loadCheckpoint(
  file: string,
  { vocabulary }: LoadCheckpointOptions = {},
): Promise<Amfmn> {
  if (looksLikePytorch(await firstBytes(file)))
    return modelFromAuthors(file, await readAuthorsFile(file), vocabulary);
  const content = await readTensors(file);
  if (content.metadata.format === format) return ownModel(file, content);
  if (hasAuthorsNames(content.tensors)) {
    const json = content.metadata.vocabulary;
    const own = json === undefined ? undefined : Vocabulary.fromJSON(parsed(file, json), file);
    return modelFromAuthors(file, content, vocabulary ?? own);
  }
  const found = content.metadata.format ?? "another program's file";
  throw new CheckpointError(`${file}: expected a checkpoint of ${format} or of the authors, found ${found}.`);
}

function ownModel(file: string, { tensors, metadata }: TensorFile): Amfmn {
  if (!metadata.options || !metadata.vocabulary)
    throw new CheckpointError(`${file}: expected options and vocabulary in its header, found none.`);
  const options = parsed(file, metadata.options) as ModelOptions;
  const vocabulary = Vocabulary.fromJSON(parsed(file, metadata.vocabulary), file);
  const model = createEmptyModel(options, vocabulary);
  const sources = model.parameters.all().map(
    ([name, variable]): Source => ({
      variable,
      parts: [{ name, shape: variable.shape }],
      join: ([value]) => value!,
    }),
  );
  try {
    loadStateDict(file, sources, tensors);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
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
