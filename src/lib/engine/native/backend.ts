// The native engine: the published JavaScript of tfjs-node-gpu with an addon that `npm run setup:native` compiles
// against an installed TensorFlow. `.cache/native/engine.json` describes the addon. The package's own entry is not
// used, because it downloads an addon.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import type { NodeJSKernelBackend } from "@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js";
import type { TFJSBinding } from "@tensorflow/tfjs-node-gpu/dist/tfjs_binding.js";
import { EngineError } from "../../base/errors.js";
import { functionsAddon, openFunctions } from "./functions/addon.js";
import { registerNativeGradients } from "./gradients.js";

const require = createRequire(import.meta.url);
const record = fileURLToPath(new URL("../../../../.cache/native/engine.json", import.meta.url));
const remedy = "run npm run setup:native";

/** An addon that `npm run setup:native` has compiled and tested, or the reason why there is none. */
export type NativeEngine =
  | { readonly found: true; readonly addon: string; readonly version: string; readonly device: string }
  | { readonly found: false; readonly reason: string };

let failure: string | undefined;
let loaded: TFJSBinding | undefined;

/** Looks for the native engine without loading it. The environment variable AMFMN_NATIVE_ADDON names another addon. */
export function findNative(): NativeEngine {
  if (failure) return { found: false, reason: failure };
  const bindings = bindingsVersion();
  if (bindings === undefined) {
    const install = "npm install --ignore-scripts @tensorflow/tfjs-node-gpu";
    return {
      found: false,
      reason: `the optional package of native TensorFlow is not installed; run ${install}`,
    };
  }
  const named = process.env.AMFMN_NATIVE_ADDON;
  const engine = named ? { addon: named, bindings } : readRecord();
  if (!engine) return { found: false, reason: `native TensorFlow is not set up; ${remedy}` };
  const missing = [engine.addon, companion(engine.addon), functionsAddon(engine.addon), engine.library].find(
    (file) => file !== undefined && !existsSync(file),
  );
  if (missing) return { found: false, reason: `${missing} does not exist any more; ${remedy} again` };
  if (engine.bindings !== bindings) {
    const reason = `its addon was compiled for tfjs-node-gpu ${engine.bindings}, and ${bindings} is installed; ${remedy} again`;
    return { found: false, reason };
  }
  const tensorflow = loaded?.TF_Version ?? engine.tensorflow ?? "";
  const cores = `CPU, ${availableParallelism()} cores`;
  const onGpu = loaded ? loaded.isUsingGpuDevice() : engine.gpu !== undefined;
  const device = onGpu ? (engine.gpu ?? "GPU") : cores;
  return { found: true, addon: engine.addon, version: `${tensorflow} (tfjs-node-gpu ${bindings})`, device };
}

/** Returns the version of the JavaScript side, which is an optional dependency; undefined without it. */
function bindingsVersion(): string | undefined {
  try {
    return (require("@tensorflow/tfjs-node-gpu/package.json") as { version: string }).version;
  } catch {
    return undefined;
  }
}

/**
 * Makes native TensorFlow the current backend.
 *
 * @throws {EngineError} when it is not set up, or its libraries do not load
 */
export async function useNative(): Promise<void> {
  const engine = findNative();
  if (!engine.found) throw new EngineError(`engine: expected tensorflow, found that ${engine.reason}.`);
  if (!loaded) register(engine.addon);
  await tf.setBackend("tensorflow");
  await tf.ready();
}

function register(addon: string): void {
  // TensorFlow reads these variables when it loads. It then prints errors only, takes a GPU's memory as needed, and
  // multiplies with all bits of a float32, so that every engine computes the same numbers.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= "true";
  process.env.NVIDIA_TF32_OVERRIDE ??= "0";
  try {
    loaded = loadQuietly(addon);
    openFunctions(addon);
  } catch (error) {
    failure = `its addon does not load (${(error as Error).message.split("\n")[0]}); ${remedy} again`;
    throw new EngineError(`engine: expected tensorflow, found that ${failure}.`);
  }
  const { NodeJSKernelBackend: Backend } =
    require("@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js") as {
      NodeJSKernelBackend: typeof NodeJSKernelBackend;
    };
  require("@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js");
  const binding = loaded;
  tf.registerBackend("tensorflow", () => new Backend(binding, "@tensorflow/tfjs-node-gpu"), 3);
  registerNativeGradients();
}

/** Returns the path of the small addon that silences standard error. */
function companion(addon: string): string {
  return join(dirname(addon), "standardError.node");
}

/** Loads the addon and discards the lines that TensorFlow prints on standard error meanwhile. */
function loadQuietly(addon: string): TFJSBinding {
  const standardError = require(companion(addon)) as {
    mute(): void;
    unmute(): void;
  };
  standardError.mute();
  try {
    return require(addon) as TFJSBinding;
  } finally {
    standardError.unmute();
  }
}

/** Content of `.cache/native/engine.json`. */
interface SetUpRecord {
  readonly addon: string;
  /** TensorFlow's library to which the addon is linked. */
  readonly library?: string;
  /** TensorFlow's version. */
  readonly tensorflow?: string;
  /** Version of tfjs-node-gpu from whose sources the addon was compiled. */
  readonly bindings: string;
  /** Name of the graphics card on which TensorFlow computes. */
  readonly gpu?: string;
}

function readRecord(): SetUpRecord | undefined {
  return existsSync(record) ? (JSON.parse(readFileSync(record, "utf8")) as SetUpRecord) : undefined;
}
