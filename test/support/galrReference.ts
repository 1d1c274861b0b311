// Runs GaLR in PyTorch (pytorch/galr.py), with random weights on random data.
import { fileURLToPath } from "node:url";
import { smallSizes } from "./releasedReference.js";
import { runTorch } from "./torch.js";

const script = fileURLToPath(new URL("./pytorch/galr.py", import.meta.url));

export interface GalrSpec {
  readonly seed: number;
  readonly images: number;
  /** Captions per image. */
  readonly captions: number;
  /** Pairs in the training step. Default: no training step. */
  readonly batch?: number;
  readonly sizes: Readonly<Record<string, number>>;
}

/** Sizes of a small network. */
export const smallGalr = { ...smallSizes, heads: 4, feedForward: 48 };

/** Writes data/, local.npy, checkpoints in four forms, results.safetensors and metrics.json into a folder. */
export async function galrReference(folder: string, spec: GalrSpec): Promise<void> {
  await runTorch(script, [folder, JSON.stringify(spec)]);
}

export interface FusionSpec {
  readonly seed: number;
  readonly rows: number;
  readonly embedding: number;
  readonly heads: number;
  readonly feedForward: number;
  /** Keyword arguments of the script's `Fusion`. */
  readonly parts: { readonly sequential?: boolean; readonly self_first?: boolean; readonly two?: boolean };
}

/** Writes weights, inputs, outputs and gradients of one fusion into a safetensors file. */
export async function fusionReference(file: string, spec: FusionSpec): Promise<void> {
  await runTorch(script, ["fusion", file, JSON.stringify(spec)]);
}
