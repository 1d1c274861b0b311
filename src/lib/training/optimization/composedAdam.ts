// Adam's update composed from the operations that every engine has.
import * as tf from "@tensorflow/tfjs-core";
import type { AdamRates, Moments } from "../../engine/native/resourceAdam.js";
import type { AdamEngine } from "./adamEngine.js";

/** Moments of parameters as tfjs variables. */
export class ComposedAdam implements AdamEngine {
  private readonly states = new Map<tf.Variable, State>();

  constructor(private readonly rates: AdamRates) {}

  move(gradients: ReadonlyMap<tf.Variable, tf.Tensor>, learningRate: number, step: number): void {
    tf.tidy(() => {
      // One upload for all parameters, because each upload to a graphics card takes as long as a small operation.
      const numbers = numbersOf(this.rates, learningRate, step).map((number) => tf.scalar(number));
      for (const [variable, gradient] of gradients) this.moveOne(variable, gradient, numbers);
    });
  }

  read(variable: tf.Variable): Promise<Moments> | undefined {
    const state = this.states.get(variable);
    return state && (Promise.all([state.first.data(), state.second.data()]) as Promise<Moments>);
  }

  write(variable: tf.Variable, [first, second]: Moments): void {
    const state = this.stateOf(variable);
    tf.tidy(() => {
      state.first.assign(tf.tensor(first, variable.shape));
      state.second.assign(tf.tensor(second, variable.shape));
    });
  }

  dispose(): void {
    for (const { first, second } of this.states.values()) tf.dispose([first, second]);
    this.states.clear();
  }

  private moveOne(variable: tf.Variable, gradient: tf.Tensor, numbers: readonly tf.Tensor[]): void {
    const [keep1, take1, keep2, take2, rate, slack] = numbers as Six;
    const { first, second } = this.stateOf(variable);
    tf.tidy(() => {
      first.assign(tf.add(tf.mul(first, keep1), tf.mul(gradient, take1)));
      second.assign(tf.add(tf.mul(second, keep2), tf.mul(tf.square(gradient), take2)));
      const change = tf.div(first, tf.add(tf.sqrt(second), slack));
      variable.assign(tf.sub(variable, tf.mul(change, rate)));
    });
  }

  private stateOf(variable: tf.Variable): State {
    let state = this.states.get(variable);
    if (!state) {
      const zeros = () => tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
      state = { first: zeros(), second: zeros() };
      this.states.set(variable, state);
    }
    return state;
  }
}

interface State {
  readonly first: tf.Variable;
  readonly second: tf.Variable;
}

type Six = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

/** Returns β₁, 1 − β₁, β₂, 1 − β₂, and the rate and ε with the bias correction. @param step counts from 1 */
function numbersOf({ beta1, beta2, epsilon }: AdamRates, learningRate: number, step: number): number[] {
  const correction = Math.sqrt(1 - beta2 ** step);
  const rate = (learningRate * correction) / (1 - beta1 ** step);
  return [beta1, 1 - beta1, beta2, 1 - beta2, rate, epsilon * correction];
}
