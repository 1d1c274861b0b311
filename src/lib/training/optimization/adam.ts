// Adam (Kingma & Ba, 2015) with PyTorch's defaults. Native TensorFlow updates a parameter and its moments in one pass over
// memory. Other engines compose the update from smaller operations.
import type * as tf from "@tensorflow/tfjs-core";
import type { NamedArray } from "../../checkpoint/namedArray.js";
import { onNative } from "../../engine/native/operations.js";
import { ResourceAdam } from "../../engine/native/resourceAdam.js";
import type { Parameters } from "../../nn/parameters.js";
import type { AdamEngine } from "./adamEngine.js";
import { ComposedAdam } from "./composedAdam.js";

const rates = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** The state of the optimizer. Moments are named `parameter/first` and `parameter/second`. */
export interface AdamMemory {
  readonly step: number;
  readonly moments: readonly NamedArray[];
}

/** The optimizer of a model's trainable parameters. */
export class Adam {
  private step = 0;
  private readonly engine: AdamEngine = onNative() ? new ResourceAdam(rates) : new ComposedAdam(rates);

  constructor(private readonly parameters: Parameters) {}

  /** Moves every parameter that has a gradient, and disposes of the gradients. */
  apply(gradients: tf.NamedTensorMap, learningRate: number): void {
    this.step += 1;
    const found = [...this.parameters.trainable.values()].flatMap((variable) => {
      const gradient = gradients[variable.name];
      return gradient ? [[variable, gradient] as const] : [];
    });
    this.engine.move(new Map(found), learningRate, this.step);
    for (const [, gradient] of found) gradient.dispose();
  }

  /** Reads the state, for a run that is resumed. */
  async memory(): Promise<AdamMemory> {
    const moments = await Promise.all(
      [...this.parameters.trainable].map(async ([name, variable]) => {
        const found = await this.engine.read(variable);
        const parts = ["first", "second"];
        return (found ?? []).map((values, i) => ({
          name: `${name}/${parts[i]}`,
          shape: variable.shape,
          values,
        }));
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
      if (first && second) this.engine.write(variable, [first, second]);
    }
  }

  dispose(): void {
    this.engine.dispose();
  }
}
