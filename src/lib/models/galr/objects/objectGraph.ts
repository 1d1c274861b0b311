// The local branch: a graph convolution over the objects of an image.
import * as tf from "@tensorflow/tfjs-core";
import { Linear } from "../../../nn/linear.js";
import { l2Normalize } from "../../../nn/normalize.js";
import type { ParameterOwner, Scope } from "../../../nn/parameters.js";
import { objectChannels, objectCount } from "../../../objects/index.js";

const channels = [objectChannels, 20, 10, 20] as const;

/**
 * Encodes the objects of an image and the graph over them: three layers H ← ReLU(A·H·W) without biases, then a linear
 * layer over the 20 × 20 numbers of the last one, and an L2 norm. The adjacency is used as it is.
 *
 * @example
 * const graph = new ObjectGraph(new Parameters(1).at("local"), 8);
 * console.log(graph.apply(tf.ones([3, 20, 20]), tf.ones([3, 20, 20])).shape); // [3, 8]
 */
export class ObjectGraph implements ParameterOwner {
  readonly name: string;
  /** W of each layer, [inputs, outputs]. */
  readonly weights: readonly tf.Tensor2D[];
  /** The layer over all objects. */
  readonly out: Linear;

  constructor(scope: Scope, embedding: number) {
    this.name = scope.name;
    this.weights = [0, 1, 2].map((i) => {
      const [inputs, outputs] = [channels[i]!, channels[i + 1]!];
      const initializer = { kind: "uniform", bound: 1 / Math.sqrt(inputs) } as const;
      const layout = { axes: [1, 0] };
      return scope.weight(
        `fc${i + 1}.weight`,
        [inputs, outputs],
        initializer,
        layout,
      ) as tf.Tensor as tf.Tensor2D;
    });
    this.out = new Linear(scope.at("out"), objectCount * channels[3], embedding);
  }

  /**
   * @param objects X, [batch, 20, 20]: object, then channel
   * @param adjacency A, [batch, 20, 20]
   * @returns l, [batch, embedding], of length 1; for an image without objects the direction of the bias
   */
  apply(objects: tf.Tensor3D, adjacency: tf.Tensor3D): tf.Tensor2D {
    const [batch] = objects.shape;
    const nodes = this.weights.reduce((h, weight) => {
      const mixed = tf.matMul(adjacency, h); // [batch, 20, inputs]
      const product = tf.matMul(tf.reshape(mixed, [batch * objectCount, -1]) as tf.Tensor2D, weight);
      return tf.reshape(tf.relu(product), [batch, objectCount, -1]) as tf.Tensor3D; // [batch, 20, outputs]
    }, objects);
    return l2Normalize(this.out.apply(tf.reshape(nodes, [batch, -1]) as tf.Tensor2D));
  }
}
