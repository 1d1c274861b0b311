// Named parameters of a model: variables that are trained, buffers that are not (running statistics), created
// from one seed so that the same seed gives the same weights on every engine.
import * as tf from "@tensorflow/tfjs-core";
import { Random } from "../base/random.js";

/** How a parameter starts. Bounds follow PyTorch's defaults for the layer that it belongs to. */
export type Initializer =
  | { kind: "uniform"; bound: number }
  | { kind: "normal"; deviation: number }
  | { kind: "constant"; value: number };

export class Parameters {
  readonly trainable = new Map<string, tf.Variable>();
  readonly buffers = new Map<string, tf.Variable>();
  private readonly random: Random | undefined;

  /** @param seed what random weights are drawn from; without it all start at zero, to be filled from a file */
  constructor(seed?: number) {
    if (seed !== undefined) this.random = new Random(seed);
  }

  /** A new trained parameter. */
  create(name: string, shape: number[], initializer: Initializer): void {
    const variable = tf.tidy(() => tf.variable(this.initial(shape, initializer), true, undefined, "float32"));
    this.trainable.set(name, variable);
  }

  /** A new buffer, which no gradient reaches. */
  buffer(name: string, shape: number[], value: number): void {
    const variable = tf.tidy(() => tf.variable(tf.fill(shape, value), false));
    this.buffers.set(name, variable);
  }

  /** @throws {Error} when no parameter has that name: a defect of the model, not of its input. */
  get(name: string): tf.Variable {
    const variable = this.trainable.get(name) ?? this.buffers.get(name);
    if (!variable) throw new Error(`There is no parameter ${name}.`);
    return variable;
  }

  /** All parameters and buffers by name. */
  all(): [string, tf.Variable][] {
    return [...this.trainable, ...this.buffers];
  }

  dispose(): void {
    for (const [, variable] of this.all()) variable.dispose();
  }

  private initial(shape: number[], initializer: Initializer): tf.Tensor {
    if (initializer.kind === "constant") return tf.fill(shape, initializer.value);
    if (!this.random) return tf.zeros(shape);
    const values = new Float32Array(tf.util.sizeFromShape(shape));
    const { random } = this;
    if (initializer.kind === "normal") {
      for (let i = 0; i < values.length; i++) values[i] = initializer.deviation * standardNormal(random);
    } else {
      const { bound } = initializer;
      for (let i = 0; i < values.length; i++) values[i] = random.between(-bound, bound);
    }
    return tf.tensor(values, shape);
  }
}

/** Box–Muller. */
function standardNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}
