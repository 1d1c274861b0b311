// Folders of a model as Hugging Face's hub holds them: weights, and JSON files that describe them.
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { CheckpointError } from "../base/errors.js";
import { readTextSync } from "../base/files/readText.js";

/** The names of weights in such a folder. The first that is there is read. */
const weightNames = [
  "open_clip_model.safetensors",
  "open_clip_pytorch_model.bin",
  "model.safetensors",
  "pytorch_model.bin",
];

/** The JSON files that describe weights. */
const descriptions = ["open_clip_config.json", "config.json", "preprocessor_config.json"];

/** A file of weights and the JSON files beside it. */
export interface WeightsPlace {
  /** The file of the weights. */
  readonly file: string;
  /** Parsed JSON by file name. */
  readonly files: Readonly<Record<string, unknown>>;
}

/**
 * Finds the weights of a folder. A file is returned as it is, with the descriptions beside it when it has the name of
 * weights in such a folder.
 *
 * @throws {CheckpointError} when a folder has no weights, or a description is no JSON
 */
export function weightsOf(path: string): WeightsPlace {
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    const isPart = weightNames.includes(basename(path));
    return { file: path, files: isPart ? descriptionsIn(dirname(path)) : {} };
  }
  const name = weightNames.find((one) => existsSync(join(path, one)));
  if (name) return { file: join(path, name), files: descriptionsIn(path) };
  const parts = readdirSync(path).filter((one) => /\.(safetensors|bin)(\.index\.json)?$/.test(one));
  const found = parts.length > 0 ? parts.slice(0, 3).join(", ") : "none of them";
  throw new CheckpointError(
    `${path}: expected a checkpoint or a folder with ${weightNames.join(", ")}, found ${found}; name the file of the weights.`,
  );
}

function descriptionsIn(folder: string): Record<string, unknown> {
  const files = descriptions.map((name) => join(folder, name)).filter((file) => existsSync(file));
  return Object.fromEntries(files.map((file) => [basename(file), parsed(file)]));
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readTextSync(file));
  } catch (error) {
    throw new CheckpointError(
      `${file}: expected JSON that describes the weights beside it, found ${(error as Error).message}; remove the file or write it again.`,
    );
  }
}
