// Runs the released network in PyTorch (pytorch/reference.py), with random weights on random data.
import { fileURLToPath } from "node:url";
import { runTorch } from "./torch.js";

const script = fileURLToPath(new URL("./pytorch/reference.py", import.meta.url));

export interface ReferenceSpec {
  readonly seed: number;
  readonly images: number;
  /** Captions per image. */
  readonly captions: number;
  /** Pairs in the training step. Default: no training step. */
  readonly batch?: number;
  /** Writes checkpoints in every format, not only in the released one. */
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

/** Writes data/ into a folder, and for each attention checkpoints, results.safetensors and metrics.json. */
export async function reference(folder: string, spec: ReferenceSpec): Promise<void> {
  await runTorch(script, [folder, JSON.stringify(spec)]);
}

/** Sizes of the released network. */
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
