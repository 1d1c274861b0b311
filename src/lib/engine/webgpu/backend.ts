// The webgpu engine: TensorFlow.js's WebGPU backend on Dawn, Chromium's implementation of WebGPU, in npm's `webgpu`.
// It needs a driver for Vulkan, Metal or Direct3D 12. A software adapter works too and is far slower than wasm. It is
// meant for tests and used only where the engine is named.
import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs-core";
import { EngineError } from "../../base/errors.js";
import { registerGroupedSum } from "./kernels.js";
import { hasGraphicsCard, missingVulkan } from "./vulkan.js";

const require = createRequire(import.meta.url);

/** The part of Dawn's interface that this file uses. */
interface Gpu {
  requestAdapter(options: { powerPreference: "high-performance" }): Promise<Adapter | null>;
}
interface Adapter {
  readonly info: AdapterInfo;
}
interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  readonly isFallbackAdapter: boolean;
}

/** An adapter, or the reason why there is none. `software` marks an adapter that runs on the processor. */
export type WebGpuEngine =
  | { readonly found: true; readonly device: string; readonly version: string; readonly software: boolean }
  | { readonly found: false; readonly reason: string };

let gpu: Gpu | undefined;
let loaded = false;
let search: Promise<WebGpuEngine> | undefined;

/** Looks for an adapter on the first call. */
export function findWebGpu(): Promise<WebGpuEngine> {
  search ??= searchAdapter();
  return search;
}

/** Reports whether the machine may have an adapter on a graphics card. It does not load Dawn. */
export function mayHaveCard(): boolean {
  return process.platform !== "linux" || hasGraphicsCard();
}

/**
 * Makes WebGPU the current backend.
 *
 * @throws {EngineError} when there is no adapter, or it provides no device
 */
export async function useWebGpu(): Promise<void> {
  const engine = await findWebGpu();
  if (!engine.found) throw new EngineError(`engine: expected webgpu, found that ${engine.reason}.`);
  // The backend looks for WebGPU at its place in browsers.
  Object.defineProperty(globalThis.navigator ?? defineNavigator(), "gpu", { value: gpu, configurable: true });
  require("@tensorflow/tfjs-backend-webgpu");
  const started = await tf.setBackend("webgpu").catch(() => false);
  if (!started) {
    const reason = `its adapter ${engine.device} provides no device; use another engine`;
    search = Promise.resolve({ found: false, reason });
    throw new EngineError(`engine: expected webgpu, found that ${reason}.`);
  }
  await tf.ready();
  if (!loaded) registerGroupedSum();
  loaded = true;
}

async function searchAdapter(): Promise<WebGpuEngine> {
  const missing = process.platform === "linux" ? missingVulkan() : undefined;
  if (missing !== undefined) return { found: false, reason: missing };
  try {
    gpu ??= loadDawn();
  } catch (error) {
    const [problem] = (error as Error).message.split("\n");
    return { found: false, reason: `the package webgpu does not load (${problem}); run npm install again` };
  }
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter)
    return { found: false, reason: "this machine has no graphics adapter with a driver; install its driver" };
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const version = (require("@tensorflow/tfjs-backend-webgpu/package.json") as { version: string }).version;
  const device = description || [vendor, architecture].filter(Boolean).join(" ") || "unnamed adapter";
  return { found: true, device, version, software: isFallbackAdapter };
}

/** Loads Dawn. Its constants become global, as in browsers. */
function loadDawn(): Gpu {
  const { create, globals } = require("webgpu") as {
    create(options: readonly string[]): Gpu;
    globals: object;
  };
  Object.assign(globalThis, globals);
  return create([]);
}

function defineNavigator(): object {
  const navigator = {};
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  return navigator;
}
