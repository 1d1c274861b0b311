// The names and layouts of the authors' state dict, from our parameters' names. PyTorch stores a linear layer as
// [out, in] and a convolution as [out, in, height, width]; skip-thoughts' GRU keeps its three gates apart.
import * as tf from "@tensorflow/tfjs-core";
import type { Source } from "../../../checkpoint/loadStateDict.js";
import type { Parameters } from "../../../nn/parameters.js";

/** A parameter with what it is called and how it lies in the authors' files. */
export interface AuthorsEntry extends Source {
  /** The inverse of `join`. */
  readonly split: (value: tf.Tensor) => tf.Tensor[];
}

/** Gates in our order (reset, update, new), by skip-thoughts' letters. */
const gates = ["r", "i", "n"];
const cell = "text_feature.seq2vec.rnn.gru_cell";

/** Names of ours that are not the authors' own. */
const renamed: Readonly<Record<string, readonly string[]>> = {
  "text_feature.embedding": ["text_feature.seq2vec.embedding.weight"],
  "text_feature.rnn.weight_ih": gates.map((gate) => `${cell}.weight_i${gate}.weight`),
  "text_feature.rnn.bias_ih": gates.map((gate) => `${cell}.weight_i${gate}.bias`),
  "text_feature.rnn.weight_hh": gates.map((gate) => `${cell}.weight_h${gate}.weight`),
};

/** What the authors' files hold besides: the ResNet's classifier, the gate that is never called, step counts. */
export function neverRead(name: string): boolean {
  return /^(extract_feature\.resnet\.fc|vgmf_gate\.gate)\.(weight|bias)$|\.num_batches_tracked$/.test(name);
}

/** Every parameter of a released model by the authors' names. */
export function authorsEntries(parameters: Parameters): AuthorsEntry[] {
  return parameters.all().map(([ours, variable]) => {
    const names = renamed[ours] ?? [ours];
    const layout = ours === "text_feature.embedding" ? plain : layoutOf(variable.rank);
    const shape = [...variable.shape];
    shape[shape.length - 1]! /= names.length;
    return {
      variable,
      parts: names.map((name) => ({ name, shape: layout.theirs.map((axis) => shape[axis]!) })),
      join: (parts) =>
        tf.concat(
          parts.map((part) => tf.transpose(part, layout.ours)),
          -1,
        ),
      split: (value) => tf.split(value, names.length, -1).map((part) => tf.transpose(part, layout.theirs)),
    };
  });
}

/** Which axes of the other's tensor make one's own. */
interface Layout {
  readonly ours: number[];
  readonly theirs: number[];
}

const plain: Layout = { ours: [0, 1], theirs: [0, 1] };

function layoutOf(rank: number): Layout {
  if (rank === 4) return { ours: [2, 3, 1, 0], theirs: [3, 2, 0, 1] };
  if (rank === 2) return { ours: [1, 0], theirs: [1, 0] };
  return { ours: [0], theirs: [0] };
}
