// Adam (Kingma & Ba, 2015) with PyTorch's defaults, over named parameters.
import * as tf from "@tensorflow/tfjs-core";
import type { Parameters } from "../layers/parameters.js";

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];

export class Adam {
  private step = 0;
  private readonly moments = new Map<string, { first: tf.Variable; second: tf.Variable }>();

  constructor(private readonly parameters: Parameters) {}

  /** Moves every parameter that has a gradient, and disposes of the gradients. */
  apply(gradients: tf.NamedTensorMap, learningRate: number): void {
    this.step += 1;
    const rate = (learningRate * Math.sqrt(1 - beta2 ** this.step)) / (1 - beta1 ** this.step);
    const slack = epsilon * Math.sqrt(1 - beta2 ** this.step);
    for (const [name, variable] of this.parameters.trainable) {
      const gradient = gradients[variable.name];
      if (!gradient) continue;
      const { first, second } = this.momentsOf(name, variable);
      tf.tidy(() => {
        first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
        second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
        const change = tf.div(first, tf.add(tf.sqrt(second), slack));
        variable.assign(tf.sub(variable, tf.mul(change, rate)));
      });
      gradient.dispose();
    }
  }

  dispose(): void {
    for (const { first, second } of this.moments.values()) {
      first.dispose();
      second.dispose();
    }
  }

  private momentsOf(name: string, variable: tf.Variable) {
    let moments = this.moments.get(name);
    if (!moments) {
      const zeros = () => tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
      moments = { first: zeros(), second: zeros() };
      this.moments.set(name, moments);
    }
    return moments;
  }
}
