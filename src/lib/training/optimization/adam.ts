// Adam (Kingma & Ba, 2015) with PyTorch's defaults. Native TensorFlow updates a parameter and its moments in one pass over
// memory. Other engines compose the update from smaller operations.
import * as tf from "@tensorflow/tfjs-core";
import type { NamedArray } from "../../checkpoint/namedArray.js";
import { onNative } from "../../engine/native/operations.js";
import { type AdamRates, ResourceAdam } from "../../engine/native/resourceAdam.js";
import type { Parameters } from "../../nn/parameters.js";

const rates = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** The moments of one parameter. */
interface AdamState {
  /** Moves the parameter. @param numbers of the step, as the class' `numbers` returns them */
  move(gradient: tf.Tensor, numbers: readonly tf.Tensor[]): void;
  /** Reads the first and the second moment. */
  read(): Promise<Moments>;
  write(moments: Moments): void;
  dispose(): void;
}

/** Running means of the gradient and of its square, row-major. */
type Moments = readonly [first: Float32Array, second: Float32Array];

/** The state of the optimizer. Moments are named `parameter/first` and `parameter/second`. */
export interface AdamMemory {
  readonly step: number;
  readonly moments: readonly NamedArray[];
}

/** The optimizer of a model's trainable parameters. */
export class Adam {
  private step = 0;
  private readonly states = new Map<string, AdamState>();

  constructor(private readonly parameters: Parameters) {}

  /** Moves every parameter that has a gradient, and disposes of the gradients. */
  apply(gradients: tf.NamedTensorMap, learningRate: number): void {
    this.step += 1;
    const kind = onNative() ? ResourceAdam : ComposedAdam;
    // One upload for all parameters, because each upload to a graphics card takes as long as a small operation.
    const numbers = kind.numbers(rates, learningRate, this.step).map((number) => tf.scalar(number));
    for (const [name, variable] of this.parameters.trainable) {
      const gradient = gradients[variable.name];
      if (!gradient) continue;
      this.stateOf(name, variable).move(gradient, numbers);
      gradient.dispose();
    }
    tf.dispose(numbers);
  }

  /** Reads the state, for a run that is resumed. */
  async memory(): Promise<AdamMemory> {
    const moments = await Promise.all(
      [...this.states].map(async ([name, state]) => {
        const { shape } = this.parameters.get(name);
        const [first, second] = await state.read();
        return [
          { name: `${name}/first`, shape, values: first },
          { name: `${name}/second`, shape, values: second },
        ];
      }),
    );
    return { step: this.step, moments: moments.flat() };
  }

  /** Restores a state. */
  restore({ step, moments }: AdamMemory): void {
    this.step = step;
    const saved = new Map(moments.map(({ name, values }) => [name, values]));
    for (const [name, variable] of this.parameters.trainable) {
      const [first, second] = [saved.get(`${name}/first`), saved.get(`${name}/second`)];
      if (first && second) this.stateOf(name, variable).write([first, second]);
    }
  }

  dispose(): void {
    for (const state of this.states.values()) state.dispose();
    this.states.clear();
  }

  private stateOf(name: string, variable: tf.Variable): AdamState {
    let state = this.states.get(name);
    if (!state) {
      state = onNative() ? new ResourceAdam(variable) : new ComposedAdam(variable);
      this.states.set(name, state);
    }
    return state;
  }
}

class ComposedAdam implements AdamState {
  private readonly first: tf.Variable;
  private readonly second: tf.Variable;

  constructor(private readonly variable: tf.Variable) {
    const zeros = () => tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
    this.first = zeros();
    this.second = zeros();
  }

  /** Returns β₁, 1 − β₁, β₂, 1 − β₂, and the rate and ε with the bias correction. @param step counts from 1 */
  static numbers({ beta1, beta2, epsilon }: AdamRates, learningRate: number, step: number): number[] {
    const correction = Math.sqrt(1 - beta2 ** step);
    const rate = (learningRate * correction) / (1 - beta1 ** step);
    return [beta1, 1 - beta1, beta2, 1 - beta2, rate, epsilon * correction];
  }

  move(gradient: tf.Tensor, numbers: readonly tf.Tensor[]): void {
    const [keep1, take1, keep2, take2, rate, slack] = numbers as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    tf.tidy(() => {
      this.first.assign(tf.add(tf.mul(this.first, keep1), tf.mul(gradient, take1)));
      this.second.assign(tf.add(tf.mul(this.second, keep2), tf.mul(tf.square(gradient), take2)));
      const change = tf.div(this.first, tf.add(tf.sqrt(this.second), slack));
      this.variable.assign(tf.sub(this.variable, tf.mul(change, rate)));
    });
  }

  async read(): Promise<Moments> {
    return (await Promise.all([this.first.data(), this.second.data()])) as [Float32Array, Float32Array];
  }

  write([first, second]: Moments): void {
    const { shape } = this.variable;
    tf.tidy(() => {
      this.first.assign(tf.tensor(first, shape));
      this.second.assign(tf.tensor(second, shape));
    });
  }

  dispose(): void {
    tf.dispose([this.first, this.second]);
  }
}
