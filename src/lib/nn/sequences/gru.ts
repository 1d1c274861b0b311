// The gated recurrent unit over sentences of different lengths.
import * as tf from "@tensorflow/tfjs-core";
import type { ParameterOwner, Scope } from "../parameters.js";
import { recurrence } from "./gruRecurrence.js";

/** Options of a GRU. */
export interface GruOptions {
  /** Gives the state's gates a bias of their own, as PyTorch's GRU has and skip-thoughts' lacks; true by default. */
  readonly stateBias?: boolean;
  /** Names of a weight in PyTorch's state dict: one, or one for each gate (reset, update, new). */
  readonly torchNames?: (weight: "weight_ih" | "weight_hh" | "bias_ih") => readonly string[];
}

/** Masks of zeros and 1 ÷ (1 − rate) for dropout, one for each gate. Each is the same for all words of a sentence. */
export interface GruMasks {
  /** [3, sentences, inputs] */
  readonly inputMasks: tf.Tensor;
  /** [3, sentences, hidden] */
  readonly stateMasks: tf.Tensor;
}

/** The states of a GRU after each word, in the order of the words. */
export interface GruStates {
  /** One tensor [sentences, hidden] for each word. */
  readonly ofWords: tf.Tensor2D[];
  /** The state after the last word, or after the first word for a GRU that runs backwards, [sentences, hidden]. */
  readonly last: tf.Tensor2D;
}

/**
 * A GRU with the gates in PyTorch's order: reset, update, new.
 *
 * h' = (1 − z)·n + z·h with r = σ(W_ir·x + W_hr·h), z = σ(W_iz·x + W_hz·h), n = tanh(W_in·x + r·(W_hn·h)).
 *
 * @example
 * const gru = new Gru(new Parameters(1).at("gru"), 16, 32);
 * const { last } = gru.states(tf.ones([2, 5, 16]), tf.ones([2, 5]));
 * console.log(last.shape); // [2, 32]
 */
export class Gru implements ParameterOwner {
  readonly name: string;
  /** [inputs, 3·hidden] */
  readonly inputWeight: tf.Tensor2D;
  /** [3·hidden] */
  readonly inputBias: tf.Tensor1D;
  private readonly stateWeight: tf.Tensor2D;
  private readonly stateBias: tf.Tensor | undefined;

  constructor(
    scope: Scope,
    inputs: number,
    hidden: number,
    { stateBias = true, torchNames }: GruOptions = {},
  ) {
    this.name = scope.name;
    const initializer = { kind: "uniform", bound: 1 / Math.sqrt(hidden) } as const;
    const create = (part: "weight_ih" | "weight_hh" | "bias_ih", shape: number[]): tf.Tensor => {
      const axes = shape.length === 2 ? [1, 0] : [0];
      return scope.weight(part, shape, initializer, { axes, names: torchNames?.(part) });
    };
    this.inputWeight = create("weight_ih", [inputs, 3 * hidden]) as tf.Tensor2D;
    this.stateWeight = create("weight_hh", [hidden, 3 * hidden]) as tf.Tensor2D;
    this.inputBias = create("bias_ih", [3 * hidden]) as tf.Tensor1D;
    if (stateBias) this.stateBias = scope.weight("bias_hh", [3 * hidden], initializer);
  }

  /** Length of an input. */
  get inputs(): number {
    return this.inputWeight.shape[0];
  }

  /** Length of the state. */
  get hidden(): number {
    return this.stateWeight.shape[0];
  }

  /**
   * Runs over sentences of different lengths. The state does not change at padding.
   *
   * @param x embedded words, [sentences, steps, inputs]
   * @param mask 1 for a word and 0 for padding, [sentences, steps]
   * @param options `backwards` runs from the last word to the first; `masks` drops elements of input and state
   */
  states(
    x: tf.Tensor3D,
    mask: tf.Tensor2D,
    { backwards = false, masks }: { backwards?: boolean; masks?: GruMasks } = {},
  ): GruStates {
    const [, steps] = x.shape;
    const { hidden, inputBias, stateWeight, stateBias } = this;
    const gates = tf.add(this.inputGates(x, masks?.inputMasks), inputBias) as tf.Tensor3D;
    const dropoutMasks = masks && tf.unstack(masks.stateMasks);
    const bias = stateBias ?? tf.zeros([3 * hidden]);
    const states = recurrence(gates, stateWeight, bias, { mask, backwards, dropoutMasks });
    // tfjs-core's gradient of unstack fails for a single part.
    const ofWords = (steps === 1 ? [tf.squeeze(states, [0])] : tf.unstack(states)) as tf.Tensor2D[];
    return { ofWords, last: ofWords[backwards ? 0 : ofWords.length - 1]! };
  }

  /**
   * Goes one word further, without dropout.
   *
   * @param ofInput the word's part of the three gates, bias included, [sentences, 3·hidden]
   * @param state [sentences, hidden] @returns the next state, [sentences, hidden]
   */
  step(ofInput: tf.Tensor2D, state: tf.Tensor2D): tf.Tensor2D {
    const product = tf.matMul(state, this.stateWeight);
    const ofState = this.stateBias ? tf.add(product, this.stateBias) : product;
    const [inputReset, inputUpdate, inputNew] = tf.split(ofInput, 3, 1) as tf.Tensor2D[];
    const [stateReset, stateUpdate, stateNew] = tf.split(ofState, 3, 1) as tf.Tensor2D[];
    const reset = tf.sigmoid(tf.add(inputReset!, stateReset!));
    const update = tf.sigmoid(tf.add(inputUpdate!, stateUpdate!));
    const candidate = tf.tanh(tf.add(inputNew!, tf.mul(reset, stateNew!)));
    return tf.add(candidate, tf.mul(update, tf.sub(state, candidate)));
  }

  /** x·W for all words at once, [sentences, steps, 3·hidden]. Dropout gives each gate a mask of its own. */
  private inputGates(x: tf.Tensor, masks: tf.Tensor | undefined): tf.Tensor {
    if (!masks) return product(x, this.inputWeight);
    const ofGates = tf.unstack(tf.expandDims(masks, 2)); // three of [sentences, 1, inputs]
    const weights = tf.split(this.inputWeight, 3, 1);
    return tf.concat(
      weights.map((weight, gate) => product(tf.mul(x, ofGates[gate]!), weight)),
      -1,
    );
  }
}

/** x·W over the last axis of x. */
function product(x: tf.Tensor, w: tf.Tensor): tf.Tensor {
  const flat = tf.reshape(x, [-1, w.shape[0]!]) as tf.Tensor2D;
  return tf.reshape(tf.matMul(flat, w as tf.Tensor2D), [...x.shape.slice(0, -1), w.shape[1]!]);
}
