// The attention that pools the last feature maps of CLIP's ResNet: their mean is the only query.
import * as tf from "@tensorflow/tfjs-core";
import { Linear } from "../../../nn/linear.js";
import type { Scope } from "../../../nn/parameters.js";

/** Sizes of the pooling. */
interface PoolShape {
  /** Height and width of the maps. */
  readonly side: number;
  /** Channels of the maps. */
  readonly width: number;
  readonly heads: number;
  /** Length of the joint embedding. */
  readonly outputs: number;
}

/** Attends from the mean of all cells to the mean and all cells. */
export class AttentionPool {
  private readonly positions: tf.Tensor;
  private readonly keys: Linear;
  private readonly query: Linear;
  private readonly values: Linear;
  private readonly out: Linear;
  private readonly heads: number;

  constructor(scope: Scope, { side, width, heads, outputs }: PoolShape) {
    this.heads = heads;
    const normal = { kind: "normal", deviation: width ** -0.5 } as const;
    this.positions = scope.weight("positional_embedding", [side ** 2 + 1, width], normal);
    this.keys = new Linear(scope.at("k_proj"), width, width, normal);
    this.query = new Linear(scope.at("q_proj"), width, width, normal);
    this.values = new Linear(scope.at("v_proj"), width, width, normal);
    this.out = new Linear(scope.at("c_proj"), width, outputs, normal);
  }

  /** @param maps [batch, side, side, width] @returns [batch, outputs] */
  apply(maps: tf.Tensor4D): tf.Tensor2D {
    return tf.tidy(() => {
      const [batch, height, side, width] = maps.shape;
      const cells = tf.reshape(maps, [batch, height * side, width]);
      const tokens = tf.add(tf.concat([tf.mean(cells, 1, true), cells], 1), this.positions);
      const count = height * side + 1;
      const size = width / this.heads;
      const asHeads = (x: tf.Tensor, rows: number) =>
        tf.transpose(tf.reshape(x, [batch, rows, this.heads, size]), [0, 2, 1, 3]);
      const all = tf.reshape(tokens, [-1, width]) as tf.Tensor2D;
      const mean = tf.reshape(tf.slice(tokens, [0, 0, 0], [batch, 1, width]), [batch, width]) as tf.Tensor2D;
      const query = asHeads(tf.mul(this.query.apply(mean), 1 / Math.sqrt(size)), 1);
      const scores = tf.matMul(query, asHeads(this.keys.apply(all), count), false, true); // [batch, heads, 1, cells]
      const read = tf.matMul(tf.softmax(scores), asHeads(this.values.apply(all), count));
      return this.out.apply(tf.reshape(read, [batch, width]) as tf.Tensor2D);
    });
  }
}
