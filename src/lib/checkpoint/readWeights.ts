// Reads the weights that another program wrote, in any format of this room. The content decides, not the file's name.
import { CheckpointError } from "../base/errors.js";
import { readRange } from "../base/files/readRange.js";
import { foreignContent } from "../base/foreignContent.js";
import { looksLikePytorch } from "./pytorch/readPytorch.js";
import { readStateDict, type StateDict, unwrapped } from "./pytorch/stateDict.js";
import { readTensors } from "./safetensors.js";

/** The weights of a file, and its header's texts. */
export interface Weights extends StateDict {
  /** The texts in the header of a safetensors file; empty for a file of torch.save. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a file of torch.save or a safetensors file.
 *
 * @throws {CheckpointError} that names the file when it is missing, cut off or of another kind
 */
export async function readWeights(file: string): Promise<Weights> {
  const first = firstBytes(file);
  if (looksLikePytorch(first)) return { ...(await readStateDict(file)), metadata: {} };
  const other = foreignContent(first);
  if (other) throw new CheckpointError(`${file}: expected a checkpoint, found ${other}.`);
  const { tensors, metadata } = await readTensors(file);
  return { tensors: metadata.format?.startsWith("amfmn-lab/") ? tensors : unwrapped(tensors), metadata };
}

function firstBytes(file: string): Uint8Array {
  try {
    return readRange(file, 0, 512);
  } catch (error) {
    const found =
      (error as NodeJS.ErrnoException).code === "EISDIR" ? "a folder" : "no file that can be read";
    throw new CheckpointError(`${file}: expected a checkpoint, found ${found}; check its path.`);
  }
}
