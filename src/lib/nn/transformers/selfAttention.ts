// Multi-head self-attention (Vaswani et al., 2017).
import * as tf from "@tensorflow/tfjs-core";
import { Linear } from "../linear.js";
import type { ParameterOwner, Scope } from "../parameters.js";
import { Adapter, type AdapterShape } from "./adapter.js";

/** Sizes of an attention. */
export interface AttentionShape {
  /** Length of a token's vector, a multiple of the number of heads. */
  readonly width: number;
  /** Number of heads. */
  readonly heads: number;
  /** Standard deviation of the initial weights of queries, keys and values. */
  readonly deviation: number;
  /** Standard deviation of the initial weights of the output. */
  readonly outDeviation: number;
  /** Low-rank adapters of the four projections; none by default. */
  readonly adapters?: AdapterShape;
}

/** The parts of a sequence that attention uses. */
export interface AttentionUse {
  /** Is added to the scores, [tokens, tokens]: 0, or a large negative number for a token that is not seen. */
  readonly mask?: tf.Tensor2D;
  /** Keeps one token of each sequence as a query: rows of zeros with a single 1, [batch, 1, tokens]. */
  readonly pick?: tf.Tensor3D;
}

/** The weights of an attention together with those of its adapters. */
export interface MergedWeights {
  /** Of queries, keys and values, [width, 3·width]. */
  readonly inputs: tf.Tensor2D;
  /** Of the output, [width, width]. */
  readonly out: tf.Tensor2D;
}

const projections = ["q", "k", "v", "out"] as const;

/**
 * softmax(Q·Kᵀ ÷ √d + mask)·V over the heads, with the names of PyTorch's `nn.MultiheadAttention`.
 *
 * @example
 * const shape = { width: 8, heads: 2, deviation: 0.1, outDeviation: 0.1 };
 * const attention = new SelfAttention(new Parameters(1).at("attn"), shape);
 * console.log(attention.apply(tf.ones([2, 5, 8])).shape); // [2, 5, 8]
 */
export class SelfAttention implements ParameterOwner {
  readonly name: string;
  private readonly weight: tf.Tensor2D;
  private readonly bias: tf.Tensor1D;
  private readonly out: Linear;
  private adapters: Readonly<Record<(typeof projections)[number], Adapter>> | undefined;

  constructor(
    private readonly scope: Scope,
    private readonly shape: AttentionShape,
  ) {
    const { width, deviation, outDeviation, adapters } = shape;
    this.name = scope.name;
    const normal = { kind: "normal", deviation } as const;
    const weight = scope.weight("in_proj_weight", [width, 3 * width], normal, { axes: [1, 0] });
    this.weight = weight as tf.Tensor as tf.Tensor2D; // queries, keys and values side by side
    const zero = { kind: "constant", value: 0 } as const;
    this.bias = scope.weight("in_proj_bias", [3 * width], zero) as tf.Tensor as tf.Tensor1D;
    this.out = new Linear(scope.at("out_proj"), width, width, { kind: "normal", deviation: outDeviation });
    if (adapters) this.adapt(adapters);
  }

  /** Adds a low-rank adapter to each of the four projections. The layer's output stays the same until they are trained. */
  adapt(shape: AdapterShape): void {
    const { width } = this.shape;
    const entries = projections.map((name, i) => {
      const seed = shape.seed === undefined ? undefined : 4 * shape.seed + i;
      return [name, new Adapter(this.scope.at(`lora.${name}`), width, width, { ...shape, seed })] as const;
    });
    this.adapters = Object.fromEntries(entries) as typeof this.adapters;
  }

  /** Returns the weights with those of the adapters added. */
  mergedWeights(): MergedWeights {
    const { weight, out, adapters } = this;
    if (!adapters) return { inputs: weight, out: out.weight };
    const { q, k, v } = adapters;
    const inputs = tf.concat(
      [q, k, v].map((adapter) => adapter.product()),
      1,
    );
    return { inputs: tf.add(weight, inputs), out: tf.add(out.weight, adapters.out.product()) };
  }

  /** @param x [batch, tokens, width] @returns [batch, tokens, width], or [batch, 1, width] of the picked tokens */
  apply(x: tf.Tensor3D, { mask, pick }: AttentionUse = {}): tf.Tensor3D {
    const { width, heads } = this.shape;
    const [batch, tokens] = x.shape;
    const size = width / heads;
    const asHeads = (y: tf.Tensor, count: number) =>
      tf.transpose(tf.reshape(y, [batch, count, heads, size]), [0, 2, 1, 3]); // [batch, heads, count, size]
    const { query, keys, values } = pick ? this.pickedInputs(x, pick) : this.inputs(x);
    const queries = pick ? 1 : tokens;
    const q = asHeads(tf.mul(query, 1 / Math.sqrt(size)), queries);
    const scores = tf.matMul(q, asHeads(keys, tokens), false, true); // [batch, heads, queries, tokens]
    const seen = mask ? tf.add(scores, pick ? pickedMask(mask, pick) : mask) : scores;
    const read = tf.matMul(tf.softmax(seen), asHeads(values, tokens)); // [batch, heads, queries, size]
    const joined = tf.reshape(tf.transpose(read, [0, 2, 1, 3]), [-1, width]) as tf.Tensor2D;
    const result = this.out.apply(joined);
    const adapted = this.adapters ? tf.add(result, this.adapters.out.apply(joined)) : result;
    return tf.reshape(adapted, [batch, queries, width]);
  }

  /** Projects all tokens at once. */
  private inputs(x: tf.Tensor3D) {
    const flat = rowsOf(x);
    const all = tf.add(tf.matMul(flat, this.weight), this.bias); // [batch · tokens, 3·width]
    const [query, keys, values] = tf.split(all, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    return this.adapted(flat, flat, { query, keys, values });
  }

  /** Projects the queries of the picked tokens only. */
  private pickedInputs(x: tf.Tensor3D, pick: tf.Tensor3D) {
    const { width } = this.shape;
    const flat = rowsOf(x);
    const picked = rowsOf(tf.matMul(pick, x));
    const [ofQuery, ofRest] = tf.split(this.weight, [width, 2 * width], 1) as [tf.Tensor2D, tf.Tensor2D];
    const [queryBias, restBias] = tf.split(this.bias, [width, 2 * width]);
    const query = tf.add(tf.matMul(picked, ofQuery), queryBias!) as tf.Tensor2D;
    const rest = tf.add(tf.matMul(flat, ofRest), restBias!);
    const [keys, values] = tf.split(rest, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    return this.adapted(picked, flat, { query, keys, values });
  }

  private adapted(
    ofQuery: tf.Tensor2D,
    x: tf.Tensor2D,
    { query, keys, values }: Record<"query" | "keys" | "values", tf.Tensor2D>,
  ) {
    if (!this.adapters) return { query, keys, values };
    const { q, k, v } = this.adapters;
    return {
      query: tf.add(query, q.apply(ofQuery)) as tf.Tensor2D,
      keys: tf.add(keys, k.apply(x)) as tf.Tensor2D,
      values: tf.add(values, v.apply(x)) as tf.Tensor2D,
    };
  }
}

function rowsOf(x: tf.Tensor3D): tf.Tensor2D {
  return tf.reshape(x, [-1, x.shape[2]]);
}

/** Returns the picked rows of a mask, [batch, 1, 1, tokens]. */
function pickedMask(mask: tf.Tensor2D, pick: tf.Tensor3D): tf.Tensor4D {
  const [batch, , tokens] = pick.shape;
  return tf.reshape(tf.matMul(tf.reshape(pick, [batch, tokens]) as tf.Tensor2D, mask), [batch, 1, 1, tokens]);
}
