// Finds and starts tensor engines. From the fastest: tensorflow (native), webgpu on a graphics card, wasm, and cpu,
// which is plain JavaScript and always works.
// Only the whole package registers the gradients in a module that Node can load, and types the chained operations.
import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { EngineError, OptionError } from "../base/errors.js";
import { findNative, useNative } from "./native/backend.js";
import { useWasm, wasmVersion } from "./wasm/backend.js";
import { findWebGpu, mayHaveCard, useWebGpu, type WebGpuEngine } from "./webgpu/backend.js";

/** Name of a tensor engine. */
export type EngineName = "tensorflow" | "webgpu" | "wasm" | "cpu";

/** Names of the engines, the fastest first. */
export const engineNames: readonly EngineName[] = ["tensorflow", "webgpu", "wasm", "cpu"];

/** State of an engine on this machine. */
export interface EngineReport {
  /** Name of the engine. */
  readonly name: EngineName;
  /** True when the engine can be used. */
  readonly available: boolean;
  /** True for the engine in use, or for the one that `ready()` would choose. */
  readonly chosen: boolean;
  /** Device such as `CPU, 2 cores`. Empty when the engine is not available. */
  readonly device: string;
  /** Version of the engine. Empty when the engine is not available. */
  readonly version: string;
  /** Reason why the engine is or is not chosen. */
  readonly reason: string;
}

/** Options of `ready`. */
export interface ReadyOptions {
  /** Engine to start: `tensorflow`, `webgpu`, `wasm` or `cpu`. Default: the fastest that is available. */
  readonly engine?: string;
}

let current: EngineName | undefined;

/**
 * Starts the fastest engine of this machine, or a named one. An engine that runs already is not started again.
 *
 * @throws {OptionError} when the name is unknown
 * @throws {EngineError} when the named engine is not available
 * @example
 * const engine = await ready();
 * console.log(engine.name, engine.reason);
 */
export async function ready({ engine }: ReadyOptions = {}): Promise<EngineReport> {
  if (engine !== undefined && !engineNames.includes(engine as EngineName)) {
    throw new OptionError(
      `engine: expected one of ${engineNames.join(", ")}, found "${engine}"; name one of them.`,
    );
  }
  if (engine === undefined) return fastest(reportsWith(await winningWebGpu()));
  const reports = reportsWith(engine === "webgpu" ? await findWebGpu() : notLookedFor);
  const report = reports.find(({ name }) => name === engine)!;
  if (!report.available) throw new EngineError(`engine: expected ${engine}, found that ${report.reason}.`);
  await use(report.name);
  return { ...report, chosen: true, reason: "named by the caller" };
}

/** Starts the chosen engine. If it fails, `listEngines` reports the reason, and the next engine is tried. */
async function fastest(reports: EngineReport[]): Promise<EngineReport> {
  const chosen = reports.find((report) => report.chosen)!;
  try {
    await use(chosen.name);
    return chosen;
  } catch (error) {
    const remaining = reportsWith(await winningWebGpu());
    const next = remaining.find((report) => report.chosen)!;
    if (!(error instanceof EngineError) || next.name === chosen.name) throw error;
    return fastest(remaining);
  }
}

/**
 * Lists all engines, the fastest first, without starting one.
 *
 * @example
 * const available = (await listEngines()).filter((engine) => engine.available);
 */
export async function listEngines(): Promise<EngineReport[]> {
  return reportsWith(await findWebGpu());
}

const notLookedFor: WebGpuEngine = { found: false, reason: "it was not looked for" };

/** Looks for WebGPU only where it would be the fastest engine, because Dawn may print complaints and takes time to load. */
async function winningWebGpu(): Promise<WebGpuEngine> {
  if (current === "webgpu") return findWebGpu();
  return current === undefined && !findNative().found && mayHaveCard() ? findWebGpu() : notLookedFor;
}

function reportsWith(webGpu: WebGpuEngine): EngineReport[] {
  const native = findNative();
  const found: Omit<EngineReport, "chosen">[] = [
    {
      name: "tensorflow",
      available: native.found,
      device: native.found ? native.device : "",
      version: native.found ? native.version : "",
      reason: native.found ? "native TensorFlow is the fastest engine here" : native.reason,
    },
    {
      name: "webgpu",
      available: webGpu.found,
      device: webGpu.found ? webGpu.device : "",
      version: webGpu.found ? webGpu.version : "",
      reason: webGpuReason(webGpu, native.found),
    },
    {
      name: "wasm",
      available: true,
      device: "CPU, 1 core",
      version: wasmVersion,
      reason: native.found
        ? "slower than native TensorFlow"
        : "the fastest engine here that needs nothing but npm",
    },
    {
      name: "cpu",
      available: true,
      device: "CPU, 1 core",
      version: tf.version_core,
      reason: "plain JavaScript, the slowest",
    },
  ];
  const software = webGpu.found && webGpu.software;
  const candidates = found.filter(({ name, available }) => available && !(name === "webgpu" && software));
  const chosen = current ?? candidates[0]!.name;
  return found.map((report) => ({ ...report, chosen: report.name === chosen }));
}

function webGpuReason(engine: WebGpuEngine, hasNative: boolean): string {
  if (!engine.found) return engine.reason;
  if (engine.software)
    return "its adapter runs on the processor and is slower than wasm, so that it is used only where it is named";
  return hasNative
    ? "slower than native TensorFlow"
    : "the fastest engine here, because it computes on the graphics card";
}

async function use(name: EngineName): Promise<void> {
  if (name === current) return;
  if (name === "tensorflow") await useNative();
  else if (name === "webgpu") await useWebGpu();
  else if (name === "wasm") await useWasm();
  else {
    await import("@tensorflow/tfjs-backend-cpu");
    await tf.setBackend("cpu");
    await tf.ready();
    // On its first use the backend would print an advertisement for tfjs-node.
    (tf.backend() as unknown as { firstUse: boolean }).firstUse = false;
  }
  current = name;
}
