// The gated recurrent unit over sentences: the released encoder takes the state after the last word, the paper's
// the mean of all states of both directions.
// One product makes all inputs' gates of all words, one a step makes the state's.
import * as tf from "@tensorflow/tfjs-core";
import { recurrence } from "./gruRecurrence.js";
import type { Parameters } from "./parameters.js";

/** @param stateBias whether the state's gates have a bias of their own: PyTorch's GRU does, skip-thoughts' does not */
export function createGru(
  parameters: Parameters,
  name: string,
  inputs: number,
  hidden: number,
  { stateBias = true }: { stateBias?: boolean } = {},
): void {
  const bound = 1 / Math.sqrt(hidden);
  parameters.create(`${name}.weight_ih`, [inputs, 3 * hidden], { kind: "uniform", bound });
  parameters.create(`${name}.weight_hh`, [hidden, 3 * hidden], { kind: "uniform", bound });
  parameters.create(`${name}.bias_ih`, [3 * hidden], { kind: "uniform", bound });
  if (stateBias) parameters.create(`${name}.bias_hh`, [3 * hidden], { kind: "uniform", bound });
}

/** Dropout as skip-thoughts' BayesianGRU has it: masks that stay the same over all words of a sentence. */
export interface GruDropout {
  /** Share of the inputs' and of the state's elements that each gate does not see, in (0, 1). */
  readonly rate: number;
  /** The same seed drops the same elements. */
  readonly seed: number;
}

/** All states of a GRU's run over sentences, each [sentences, hidden], in the order of the words. */
export interface GruStates {
  readonly ofWords: tf.Tensor2D[];
  /** The state after the last word, or after the first where it runs backwards. */
  readonly last: tf.Tensor2D;
}

/**
 * Runs over sentences of different lengths; a state stays as it is where a sentence has no word.
 * Gates stand in PyTorch's order: reset, update, new.
 *
 * @param x embedded words, [sentences, steps, inputs]
 * @param present 1 where a sentence has a word and 0 after its end, [sentences, steps]
 * @param backwards whether it runs from the last word to the first
 */
export function gruStates(
  parameters: Parameters,
  name: string,
  x: tf.Tensor3D,
  present: tf.Tensor2D,
  { backwards = false, dropout }: { backwards?: boolean; dropout?: GruDropout } = {},
): GruStates {
  const [sentences, steps, inputs] = x.shape;
  const weight = parameters.get(`${name}.weight_hh`) as unknown as tf.Tensor2D;
  const hidden = weight.shape[0];
  const ofInput = gateProduct(parameters.get(`${name}.weight_ih`), [sentences, 1, inputs], dropout, 0);
  const gates = tf.add(ofInput(x), parameters.get(`${name}.bias_ih`)) as tf.Tensor3D; // [sentences, steps, 3·hidden]
  const bias = parameters.trainable.get(`${name}.bias_hh`) ?? tf.zeros([3 * hidden]);
  const masks = dropout ? gateMasks([sentences, hidden], dropout, 3) : undefined;
  const states = recurrence(gates, weight, bias, { present, backwards, masks });
  // tfjs-core's gradient of unstack fails where there is but one part.
  const ofWords = (steps === 1 ? [tf.squeeze(states, [0])] : tf.unstack(states)) as tf.Tensor2D[];
  return { ofWords, last: ofWords[backwards ? 0 : ofWords.length - 1]! };
}

/**
 * One word further, without dropout.
 *
 * @param ofInput the word's part of the three gates, its bias included, [sentences, 3·hidden]
 * @param state [sentences, hidden] @returns the next state, [sentences, hidden]
 */
export function gruStep(
  parameters: Parameters,
  name: string,
  ofInput: tf.Tensor2D,
  state: tf.Tensor2D,
): tf.Tensor2D {
  const weight = parameters.get(`${name}.weight_hh`) as unknown as tf.Tensor2D;
  return nextState(parameters, name, ofInput, tf.matMul(state, weight), state);
}

/** h' = (1 − z)·n + z·h, with r, z, n from the input's and the state's parts of the gates. */
function nextState(
  parameters: Parameters,
  name: string,
  ofInput: tf.Tensor2D,
  product: tf.Tensor2D,
  state: tf.Tensor2D,
): tf.Tensor2D {
  const bias = parameters.trainable.get(`${name}.bias_hh`);
  const ofState = bias ? tf.add(product, bias) : product;
  const [inputReset, inputUpdate, inputNew] = tf.split(ofInput, 3, 1) as tf.Tensor2D[];
  const [stateReset, stateUpdate, stateNew] = tf.split(ofState, 3, 1) as tf.Tensor2D[];
  const reset = tf.sigmoid(tf.add(inputReset!, stateReset!));
  const update = tf.sigmoid(tf.add(inputUpdate!, stateUpdate!));
  const candidate = tf.tanh(tf.add(inputNew!, tf.mul(reset, stateNew!)));
  return tf.add(candidate, tf.mul(update, tf.sub(state, candidate)));
}

/**
 * x·W, [..., 3·hidden]; with dropout each gate sees x through a mask of its own, drawn once for all steps.
 *
 * @param shape of a mask
 * @param salt tells the masks of inputs and state apart
 */
function gateProduct(
  weight: tf.Tensor,
  shape: number[],
  dropout: GruDropout | undefined,
  salt: number,
): (x: tf.Tensor) => tf.Tensor {
  const product = (x: tf.Tensor, w: tf.Tensor) => {
    const flat = tf.reshape(x, [-1, w.shape[0]!]) as tf.Tensor2D;
    return tf.reshape(tf.matMul(flat, w as tf.Tensor2D), [...x.shape.slice(0, -1), w.shape[1]!]);
  };
  if (!dropout) return (x) => product(x, weight);
  const masks = gateMasks(shape, dropout, salt);
  const gates = tf.split(weight, 3, 1);
  return (x) =>
    tf.concat(
      gates.map((ofGate, gate) => product(tf.mul(x, masks[gate]!), ofGate)),
      -1,
    );
}

/** Three masks of zeros and 1/(1 − rate), one for each gate. */
function gateMasks(shape: number[], { rate, seed }: GruDropout, salt: number): tf.Tensor[] {
  return [0, 1, 2].map((gate) => tf.dropout(tf.ones(shape), rate, undefined, 6 * seed + salt + gate));
}
