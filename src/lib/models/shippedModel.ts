// The small model that ships with the package. models/README.md says how it was trained and how good it is.
import { fileURLToPath } from "node:url";
import { loadModel } from "./checkpoint.js";
import type { ModelOf } from "./registry.js";

/** Path of the shipped checkpoint, which `npm run train:shipped` writes. */
export const shippedCheckpoint = fileURLToPath(
  new URL("../../../models/scenes.safetensors", import.meta.url),
);

/**
 * Loads the model that ships with the package, trained on the scenes that `synthesize` draws.
 *
 * @example
 * await ready();
 * const model = await shippedModel();
 *
 * @throws {CheckpointError} when the package is incomplete
 */
export async function shippedModel(): Promise<ModelOf<"lesson/m9">> {
  return (await loadModel(shippedCheckpoint)) as ModelOf<"lesson/m9">;
}
