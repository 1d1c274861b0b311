// The native engine: the published JavaScript of tfjs-node-gpu on an addon compiled against an installed
// TensorFlow. It is available where that addon stands in the place the package looks for it.
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";

const require = createRequire(import.meta.url);
const packageFile = require.resolve("@tensorflow/tfjs-node-gpu/package.json");

export const nativeVersion = (require(packageFile) as { version: string }).version;

/** Whether the compiled addon is there, and if not, why the engine is not available. */
export function nativeAddon(): { found: boolean; reason: string } {
  const folder = join(dirname(packageFile), "lib");
  const built =
    existsSync(folder) &&
    readdirSync(folder).some((name) => existsSync(join(folder, name, "tfjs_binding.node")));
  return built
    ? { found: true, reason: "" }
    : { found: false, reason: "its addon is not compiled on this machine, so wasm computes instead" };
}

/** Makes native TensorFlow the current backend. */
export async function useNative(): Promise<void> {
  await import("@tensorflow/tfjs-node-gpu");
  await tf.setBackend("tensorflow");
  await tf.ready();
}
