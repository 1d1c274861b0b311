// The gradients of a batch, computed at once or in parts for less memory.
import * as tf from "@tensorflow/tfjs-core";
import type { ImageTensors } from "../../models/contract/imageInputs.js";
import type { RetrievalModel } from "../../models/contract/retrievalModel.js";
import type { TextQuery } from "../../text/query.js";
import { backpropagate } from "./backpropagation.js";

/** A batch as tensors. */
export interface BatchTensors {
  readonly images: ImageTensors;
  readonly queries: readonly TextQuery[];
  /** Seed of the elements that dropout drops. */
  readonly dropoutSeed: number;
}

/** The loss of a batch, and its gradients by the names of the variables. */
export interface LossAndGradients {
  readonly value: tf.Scalar;
  readonly grads: tf.NamedTensorMap;
}

/**
 * Computes the gradients of a loss over the scores of a batch. With several parts, the vectors of all parts are computed
 * first, then the gradient by these vectors, then the gradients by the weights part by part (GradCache, Gao et al., 2021).
 * The result is that of the whole batch, apart from batch normalization and dropout, which see one part at a time.
 */
export function batchGradients(
  model: RetrievalModel,
  batch: BatchTensors,
  parts: number,
  lossOf: (scores: tf.Tensor2D) => tf.Scalar,
): LossAndGradients {
  const variables = [...model.parameters.trainable.values()];
  if (parts <= 1) return backpropagate(() => lossOf(model.similarity(...encode(model, batch))), variables);
  const divided = divide(batch, parts);
  const [visual, text] = allVectors(model, divided);
  const { value, grads } = backpropagate(
    () => lossOf(model.similarity(visual, text)),
    [visual, text, ...variables],
  );
  const { [visual.name]: ofVisual, [text.name]: ofText, ...sums } = grads;
  let row = 0;
  for (const part of divided) {
    const count = part.queries.length;
    const { value: surrogate, grads: more } = backpropagate(() => {
      const vectors = encode(model, part);
      const products = [ofVisual!, ofText!].map((gradient, side) =>
        tf.sum(tf.mul(vectors[side]!, tf.slice(gradient, [row, 0], [count, -1]))),
      );
      return tf.addN(products) as tf.Scalar;
    }, variables);
    surrogate.dispose();
    for (const [name, gradient] of Object.entries(more)) addTo(sums, name, gradient);
    row += count;
  }
  tf.dispose([visual, text, ofVisual!, ofText!, divided.map(({ images }) => images)]);
  return { value, grads: sums };
}

function encode(
  model: RetrievalModel,
  { images, queries, dropoutSeed }: BatchTensors,
): [visual: tf.Tensor2D, text: tf.Tensor2D] {
  return [model.encodeImages(images, true, dropoutSeed), model.encodeTexts(queries, dropoutSeed)];
}

/** Cuts a batch into parts of nearly equal size. */
function divide({ images, queries, dropoutSeed }: BatchTensors, parts: number): BatchTensors[] {
  const count = Math.min(parts, queries.length);
  const borders = Array.from({ length: count + 1 }, (_, i) => Math.round((i * queries.length) / count));
  return borders.slice(1).map((end, i) => {
    const start = borders[i]!;
    const rows = Object.entries(images).map(([name, tensor]) => [
      name,
      tf.slice(tensor, [start], [end - start]),
    ]);
    return {
      images: Object.fromEntries(rows) as ImageTensors,
      queries: queries.slice(start, end),
      dropoutSeed: dropoutSeed + i,
    };
  });
}

/** Encodes all parts. Running statistics move in the second pass only. */
function allVectors(
  model: RetrievalModel,
  parts: readonly BatchTensors[],
): [tf.Variable<tf.Rank.R2>, tf.Variable<tf.Rank.R2>] {
  const buffers = [...model.parameters.buffers.values()];
  return tf.tidy(() => {
    const before = buffers.map((buffer) => buffer.clone());
    const encoded = parts.map((part) => tf.tidy(() => encode(model, part)));
    for (const [i, buffer] of buffers.entries()) buffer.assign(before[i]!);
    return [0, 1].map((side) => tf.variable(tf.concat(encoded.map((vectors) => vectors[side]!)))) as [
      tf.Variable<tf.Rank.R2>,
      tf.Variable<tf.Rank.R2>,
    ];
  });
}

function addTo(sums: tf.NamedTensorMap, name: string, gradient: tf.Tensor): void {
  const sum = sums[name];
  sums[name] = sum ? tf.add(sum, gradient) : gradient;
  if (sum) tf.dispose([sum, gradient]);
}
