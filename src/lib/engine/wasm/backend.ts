// The wasm engine: the default, which needs only npm packages. Node has no threads for it, so that it computes on one
// core. It uses SIMD when the processor has it.
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { setWasmPaths, version_wasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { EngineError } from "../../base/errors.js";
import { registerComposedKernels } from "./kernels.js";

let loaded = false;

/**
 * Makes wasm the current backend.
 *
 * @throws {EngineError} when it does not start
 */
export async function useWasm(): Promise<void> {
  if (!loaded) {
    const require = createRequire(import.meta.url);
    setWasmPaths(dirname(require.resolve("@tensorflow/tfjs-backend-wasm")) + sep);
  }
  if (!(await tf.setBackend("wasm")))
    throw new EngineError("engine: expected wasm, found that it does not start; name the engine cpu.");
  await tf.ready();
  // The composed kernels call kernels that are set up when the backend starts.
  if (!loaded) registerComposedKernels();
  loaded = true;
}

/** Version of the wasm backend. */
export const wasmVersion: string = version_wasm;
