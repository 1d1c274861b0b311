// Tensor engines: which are here, which one is picked, and why. tensorflow (native) is the fastest, then webgpu on a
// graphics card, then wasm; cpu is plain JavaScript and always works.
// Only the whole package registers the gradients in a form that Node can load.
import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { EngineError, OptionError } from "../base/errors.js";
import { findNative, useNative } from "./native/backend.js";
import { useWasm, wasmVersion } from "./wasm/backend.js";
import { findWebGpu, useWebGpu, type WebGpuEngine } from "./webgpu/backend.js";

export const engineNames = ["tensorflow", "webgpu", "wasm", "cpu"] as const;
export type EngineName = (typeof engineNames)[number];

/** What is known of one engine on this machine. */
export interface EngineReport {
  readonly name: EngineName;
  readonly available: boolean;
  /** Whether `ready()` picks it when none is named, or has picked it. */
  readonly chosen: boolean;
  /** Such as `CPU, 2 cores`; empty where the engine is not available. */
  readonly device: string;
  readonly version: string;
  /** Why it was or was not chosen, in one sentence. */
  readonly reason: string;
}

let current: EngineName | undefined;

/**
 * Readies the fastest engine, or the one that is named; the same one again costs nothing.
 *
 * @example
 * const engine = await ready();
 * console.log(engine.name, engine.reason);
 *
 * @throws {OptionError} when the name is unknown
 * @throws {EngineError} when the named engine is not on this machine
 */
export async function ready({ engine }: { engine?: string } = {}): Promise<EngineReport> {
  if (engine !== undefined && !engineNames.includes(engine as EngineName)) {
    throw new OptionError(`engine: expected one of ${engineNames.join(", ")}, found "${engine}".`);
  }
  const reports = await listEngines();
  if (engine === undefined) return fastest(reports);
  const report = reports.find(({ name }) => name === engine)!;
  if (!report.available) throw new EngineError(`The engine ${engine} is not available: ${report.reason}.`);
  await use(report.name);
  return { ...report, chosen: true, reason: "named by the caller" };
}

/** The current engine, or the first that starts; one that does not start says why in the next list. */
async function fastest(reports: EngineReport[]): Promise<EngineReport> {
  const chosen = reports.find((report) => report.chosen)!;
  try {
    await use(chosen.name);
    return chosen;
  } catch (error) {
    const left = await listEngines();
    if (!(error instanceof EngineError) || left.find((report) => report.chosen)!.name === chosen.name)
      throw error;
    return fastest(left);
  }
}

/** Every engine, the fastest first. Nothing is started. */
export async function listEngines(): Promise<EngineReport[]> {
  const native = findNative();
  const webGpu = await findWebGpu();
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
    return "its adapter is computed by the processor, slower than wasm: only where it is named";
  return hasNative
    ? "slower than native TensorFlow"
    : "the fastest engine here: it computes on the graphics card";
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
    // On its first use the backend would advise, at length, to install a native one.
    (tf.backend() as unknown as { firstUse: boolean }).firstUse = false;
  }
  current = name;
}
