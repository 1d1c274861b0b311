// PyTorch as a peer: the Python that has it, and the reference of the released network that runs on it.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./venv.js";

const python = process.env.AMFMN_TORCH_PYTHON ?? join(root, ".cache", "torch", "bin", "python");

/** Why tests that compare with PyTorch cannot run here, or false when they can. */
export const noPytorch = existsSync(python)
  ? false
  : "PyTorch is not set up: name a Python with torch, numpy, pillow, safetensors and skipthoughts in AMFMN_TORCH_PYTHON";

/** Runs lines of Python there and gives what they print. */
export async function runPython(code: string, ...args: string[]): Promise<string> {
  const { code: status, stdout, stderr } = await run(python, ["-c", code, ...args]);
  assert.equal(status, 0, stderr);
  return stdout;
}

export interface ReferenceSpec {
  readonly seed: number;
  readonly images: number;
  /** Captions an image. */
  readonly captions: number;
  /** Pairs of a training step whose loss and gradients are computed. */
  readonly batch?: number;
  /** Whether checkpoints are left in every form, not only in the released one. */
  readonly everyForm?: boolean;
  readonly attentions: readonly string[];
  readonly sizes: {
    readonly imageSize: number;
    readonly width: number;
    readonly attentionChannels: number;
    readonly embedding: number;
    readonly wordEmbedding: number;
    readonly hidden: number;
  };
}

/** Leaves in a folder: data/, and for each attention checkpoints, results.safetensors and metrics.json. */
export async function reference(folder: string, spec: ReferenceSpec): Promise<void> {
  const script = join(root, "test", "support", "pytorch", "reference.py");
  const { code, stderr } = await run(python, [script, folder, JSON.stringify(spec)]);
  assert.equal(code, 0, stderr);
}

/** Sizes of the network itself, and of a small one of the same form. */
export const releasedSizes = {
  imageSize: 256,
  width: 64,
  attentionChannels: 3,
  embedding: 512,
  wordEmbedding: 620,
  hidden: 2400,
};
export const smallSizes = {
  imageSize: 64,
  width: 8,
  attentionChannels: 3,
  embedding: 32,
  wordEmbedding: 24,
  hidden: 40,
};
