// The gated recurrent unit over sentences: the released encoder takes the state after the last word, the paper's
// the mean of all states of both directions.
// One product makes all inputs' gates of all words, one a step makes the state's.
import * as tf from "@tensorflow/tfjs-core";
import type { Parameters } from "./parameters.js";

export function createGru(parameters: Parameters, name: string, inputs: number, hidden: number): void {
  const bound = 1 / Math.sqrt(hidden);
  parameters.create(`${name}.weight_ih`, [inputs, 3 * hidden], { kind: "uniform", bound });
  parameters.create(`${name}.weight_hh`, [hidden, 3 * hidden], { kind: "uniform", bound });
  parameters.create(`${name}.bias_ih`, [3 * hidden], { kind: "uniform", bound });
  parameters.create(`${name}.bias_hh`, [3 * hidden], { kind: "uniform", bound });
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
  backwards = false,
): GruStates {
  const [sentences, steps, inputs] = x.shape;
  const weight = parameters.get(`${name}.weight_hh`) as unknown as tf.Tensor2D;
  const hidden = weight.shape[0];
  const stateBias = parameters.get(`${name}.bias_hh`);
  const flat = tf.matMul(
    tf.reshape(x, [sentences * steps, inputs]),
    parameters.get(`${name}.weight_ih`) as unknown as tf.Tensor2D,
  );
  const gates = tf.reshape(tf.add(flat, parameters.get(`${name}.bias_ih`)), [sentences, steps, 3 * hidden]);
  const ofStep = tf.unstack(gates, 1) as tf.Tensor2D[];
  const presence = tf.split(present, steps, 1);
  const ofWords = new Array<tf.Tensor2D>(steps);
  let state: tf.Tensor2D = tf.zeros([sentences, hidden]);
  for (let k = 0; k < steps; k++) {
    const step = backwards ? steps - 1 - k : k;
    const fromState = tf.add(tf.matMul(state, weight), stateBias);
    const [inputReset, inputUpdate, inputNew] = tf.split(ofStep[step]!, 3, 1) as tf.Tensor2D[];
    const [stateReset, stateUpdate, stateNew] = tf.split(fromState, 3, 1) as tf.Tensor2D[];
    const reset = tf.sigmoid(tf.add(inputReset!, stateReset!));
    const update = tf.sigmoid(tf.add(inputUpdate!, stateUpdate!));
    const candidate = tf.tanh(tf.add(inputNew!, tf.mul(reset, stateNew!)));
    // h' = (1 − z)·n + z·h, and h itself where the sentence has no word.
    const change = tf.mul(tf.mul(tf.sub(1, update), tf.sub(candidate, state)), presence[step]!);
    state = tf.add(state, change);
    ofWords[step] = state;
  }
  return { ofWords, last: state };
}
