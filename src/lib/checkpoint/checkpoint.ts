// A model in one file: weights and running statistics as safetensors, options and vocabulary in its header.
import * as tf from "@tensorflow/tfjs-core";
import { Vocabulary } from "../data/vocabulary.js";
import { CheckpointError } from "../errors.js";
import type { Amfmn } from "../model/amfmn.js";
import { createModel } from "../model/createModel.js";
import type { ModelOptions } from "../model/options.js";
import { readTensors, writeTensors } from "./safetensors.js";

const format = "amfmn-lab/1";

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

/** @throws {CheckpointError} that names the file, and the parameters that are missing, unexpected or misshapen */
export async function loadCheckpoint(file: string): Promise<Amfmn> {
  const { tensors, metadata } = await readTensors(file);
  if (metadata.format !== format || !metadata.options || !metadata.vocabulary) {
    throw new CheckpointError(
      `${file}: expected a checkpoint of ${format}, found ${metadata.format ?? "another program's file"}.`,
    );
  }
  const options = JSON.parse(metadata.options) as ModelOptions;
  const model = createModel(options, Vocabulary.fromJSON(JSON.parse(metadata.vocabulary), file), 0);
  const given = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const problems: string[] = [];
  for (const [name, variable] of model.parameters.all()) {
    const tensor = given.get(name);
    given.delete(name);
    if (!tensor) problems.push(`${name} is missing`);
    else if (!tf.util.arraysEqual([...tensor.shape], variable.shape)) {
      problems.push(`${name} is [${tensor.shape}], expected [${variable.shape}]`);
    } else tf.tidy(() => variable.assign(tf.tensor(tensor.values, variable.shape)));
  }
  problems.push(...[...given.keys()].map((name) => `${name} is not expected`));
  if (problems.length > 0) {
    model.dispose();
    throw new CheckpointError(`${file}: ${problems.join("; ")}.`);
  }
  return model;
}
