// The wasm engine: the embedded default that needs nothing but npm. Node has no threads for it, so it computes
// on one core; SIMD is used where the processor has it.
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { setWasmPaths, version_wasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { registerComposedKernels } from "./kernels.js";

let loaded = false;

/** Makes wasm the current backend. */
export async function useWasm(): Promise<void> {
  if (!loaded) {
    const require = createRequire(import.meta.url);
    setWasmPaths(dirname(require.resolve("@tensorflow/tfjs-backend-wasm")) + sep);
  }
  if (!(await tf.setBackend("wasm"))) throw new Error("the wasm backend did not start");
  await tf.ready();
  // Only now: a kernel of the backend's own is set up when the backend starts, and the composed ones call it.
  if (!loaded) registerComposedKernels();
  loaded = true;
}

export const wasmVersion: string = version_wasm;
