// Named parameters of a model: variables that are trained, buffers that are not (running statistics), created
// from one seed so that the same seed gives the same weights on every engine.
import * as tf from "@tensorflow/tfjs-core";
import { Random } from "../data/random.js";

/** How a parameter starts. Bounds follow PyTorch's defaults for the layer that it belongs to. */
export type Initializer =
  | { kind: "uniform"; bound: number }
  | { kind: "normal"; deviation: number }
  | { kind: "constant"; value: number };

export class Parameters {
  readonly trainable = new Map<string, tf.Variable>();
  readonly buffers = new Map<string, tf.Variable>();
  private readonly random: Random;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  /** A new trained parameter. */
  create(name: string, shape: number[], initializer: Initializer): void {
    this.trainable.set(name, tf.variable(this.initial(shape, initializer), true, undefined, "float32"));
  }

  /** A new buffer, which no gradient reaches. */
  buffer(name: string, shape: number[], value: number): void {
    this.buffers.set(name, tf.variable(tf.fill(shape, value), false));
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
    const draw =
      initializer.kind === "uniform"
        ? () => this.random.between(-initializer.bound, initializer.bound)
        : () => initializer.deviation * this.normal();
    return tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, draw), shape);
  }

  /** A standard normal number (Box–Muller). */
  private normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.random.next()));
    return radius * Math.cos(2 * Math.PI * this.random.next());
  }
}
