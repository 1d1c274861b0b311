// Trains a network for many steps and measures the tensors and the memory that remain.
import * as tf from "@tensorflow/tfjs-core";
import { BatchNorm } from "../../src/lib/nn/images/batchNorm.js";
import { Convolution } from "../../src/lib/nn/images/convolution.js";
import { maxPool } from "../../src/lib/nn/images/maxPool.js";
import { Parameters } from "../../src/lib/nn/parameters.js";
import { Gru } from "../../src/lib/nn/sequences/gru.js";
import { Adam } from "../../src/lib/training/optimization/adam.js";
import { backpropagate } from "../../src/lib/training/optimization/backpropagation.js";

export interface Network {
  readonly parameters: Parameters;
  readonly loss: () => tf.Scalar;
  /** Disposes of its inputs. */
  readonly dispose: () => void;
}

/** Creates a network of the layers that have custom kernels: convolution, normalization, pooling and GRU. */
export function smallNetwork(): Network {
  const parameters = new Parameters(1);
  const shape = { size: 3, inputs: 3, outputs: 4, stride: 2, padding: 1 };
  const convolution = new Convolution(parameters.at("conv"), shape);
  const norm = new BatchNorm(parameters.at("norm"), 4);
  const gru = new Gru(parameters.at("gru"), 8, 4);
  const images = tf.fill([2, 10, 10, 3], 0.5) as tf.Tensor4D;
  const mask = tf.ones([2, 2]) as tf.Tensor2D;
  const loss = () => {
    const seen = tf.relu(norm.apply(convolution.apply(images), true));
    const rows = tf.reshape(maxPool(seen, 3, 2), [2, 2, 8]) as tf.Tensor3D;
    return tf.sum(tf.square(gru.states(rows, mask).last)) as tf.Scalar;
  };
  return { parameters, loss, dispose: () => tf.dispose([images, mask]) };
}

/** Returns the tensors and the megabytes of resident memory that remain after the steps, compared with the warm-up. */
export async function leftBehind(
  network: Network,
  warm: number,
  steps: number,
): Promise<{ tensors: number; grown: number }> {
  const { parameters, loss } = network;
  const adam = new Adam(parameters);
  const variables = [...parameters.trainable.values()];
  const run = async (count: number) => {
    for (let step = 0; step < count; step++) {
      const { value, grads } = backpropagate(loss, variables);
      adam.apply(grads, 1e-3);
      await value.data();
      value.dispose();
    }
    return { tensors: tf.memory().numTensors, resident: process.memoryUsage.rss() / 1e6 };
  };
  const first = await run(warm);
  const last = await run(steps);
  adam.dispose();
  parameters.dispose();
  network.dispose();
  return { tensors: last.tensors - first.tensors, grown: last.resident - first.resident };
}
