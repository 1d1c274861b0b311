// The small model that ships with the package: trained on drawn scenes by `npm run train:shipped`, see
// models/README.md for how and how well.
import { fileURLToPath } from "node:url";
import type { Amfmn } from "./amfmn/amfmn.js";
import { loadCheckpoint } from "./checkpoint.js";

/** Where its checkpoint lies; the same distance from src/ and from dist/. */
export const shippedCheckpoint = fileURLToPath(
  new URL("../../../models/scenes.safetensors", import.meta.url),
);

/**
 * A trained model at once, for the scenes that `synthesize` draws.
 *
 * @example
 * await ready();
 * const model = await shippedModel();
 *
 * @throws {CheckpointError} when the package is incomplete
 */
export function shippedModel(): Promise<Amfmn> {
  return loadCheckpoint(shippedCheckpoint);
}
