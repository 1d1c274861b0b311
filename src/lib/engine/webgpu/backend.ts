// The webgpu engine: TensorFlow.js's WebGPU backend on Dawn, the implementation of WebGPU that Chromium has, which npm's
// `webgpu` brings to Node. It needs a driver for Vulkan, Metal or Direct3D 12. An adapter that is computed by the
// processor works too, far slower than wasm: it is there for tests, and is used only where it is named.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { EngineError } from "../../base/errors.js";
import { registerGroupedSum } from "./kernels.js";

const require = createRequire(import.meta.url);

/** What is read of Dawn's objects here; the backend takes the rest. */
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

/** An adapter that was found, or why there is none. */
export type WebGpuEngine =
  | { readonly found: true; readonly device: string; readonly version: string; readonly software: boolean }
  | { readonly found: false; readonly reason: string };

let gpu: Gpu | undefined;
let loaded = false;
let search: Promise<WebGpuEngine> | undefined;

/** Looks for an adapter, once. */
export function findWebGpu(): Promise<WebGpuEngine> {
  search ??= searchAdapter();
  return search;
}

/**
 * Makes WebGPU the current backend.
 * @throws {EngineError} when there is no adapter, or it gives no device
 */
export async function useWebGpu(): Promise<void> {
  const engine = await findWebGpu();
  if (!engine.found) throw new EngineError(`The engine webgpu is not available: ${engine.reason}.`);
  // The backend looks for WebGPU where browsers have it.
  Object.defineProperty(globalThis.navigator ?? defineNavigator(), "gpu", { value: gpu, configurable: true });
  require("@tensorflow/tfjs-backend-webgpu");
  const started = await tf.setBackend("webgpu").catch(() => false);
  if (!started) {
    search = Promise.resolve({ found: false, reason: `its adapter ${engine.device} gives no device` });
    throw new EngineError(
      `The engine webgpu is not available: its adapter ${engine.device} gives no device.`,
    );
  }
  await tf.ready();
  if (!loaded) registerGroupedSum();
  loaded = true;
}

async function searchAdapter(): Promise<WebGpuEngine> {
  if (process.platform === "linux" && !hasVulkan())
    return { found: false, reason: "there is no Vulkan on this machine (libvulkan.so.1), which it needs" };
  try {
    gpu ??= loadDawn();
  } catch (error) {
    const [problem] = (error as Error).message.split("\n");
    return { found: false, reason: `the npm package webgpu does not load (${problem})` };
  }
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) return { found: false, reason: "there is no graphics adapter with a driver on this machine" };
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const version = (require("@tensorflow/tfjs-backend-webgpu/package.json") as { version: string }).version;
  const device = description || [vendor, architecture].filter(Boolean).join(" ") || "unnamed adapter";
  return { found: true, device, version, software: isFallbackAdapter };
}

/** Its constants become global, as they are in browsers. */
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

/** Asked first, since Dawn complains on standard error where Vulkan's loader is missing. */
function hasVulkan(): boolean {
  const triplet = process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
  const usual = [
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/lib64",
    `/usr/lib/${triplet}`,
    `/lib/${triplet}`,
  ];
  const named = process.env.LD_LIBRARY_PATH?.split(":").filter(Boolean) ?? [];
  return [...named, ...usual].some((folder) => existsSync(join(folder, "libvulkan.so.1")));
}
