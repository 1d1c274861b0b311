// Adam's update by TensorFlow's ResourceApplyAdam. Parameter and moments are resource variables of TensorFlow, and one
// operation updates them on all cores.
import * as tf from "@tensorflow/tfjs-core";
import { operation } from "./operations.js";

/** Constants of Adam. */
export interface AdamRates {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Copy and moments of a parameter in TensorFlow's memory. Each new value is assigned to the tfjs variable. */
export class ResourceAdam {
  private readonly value: Resource;
  private readonly first: Resource;
  private readonly second: Resource;
  /**
   * Tensor of the tfjs variable after the last update. Another tensor means that the variable was assigned elsewhere.
   */
  private assigned: object | undefined;

  constructor(private readonly variable: tf.Variable) {
    this.value = new Resource(variable.shape);
    this.first = new Resource(variable.shape);
    this.second = new Resource(variable.shape);
    tf.tidy(() => {
      const zeros = tf.zerosLike(variable);
      this.first.assign(zeros);
      this.second.assign(zeros);
    });
  }

  /** Returns β₁ᵗ, β₂ᵗ, the learning rate, β₁, β₂ and ε, as ResourceApplyAdam takes them. @param step t, counts from 1 */
  static numbers({ beta1, beta2, epsilon }: AdamRates, learningRate: number, step: number): number[] {
    // TensorFlow adds ε to the root before the bias correction, and PyTorch after it.
    const slack = epsilon * Math.sqrt(1 - beta2 ** step);
    return [beta1 ** step, beta2 ** step, learningRate, beta1, beta2, slack];
  }

  /** Updates the parameter. @param numbers of the step, as tensors */
  move(gradient: tf.Tensor, numbers: readonly tf.Tensor[]): void {
    tf.tidy(() => {
      if (this.variable.dataId !== this.assigned) this.value.assign(this.variable);
      const resources = [this.value, this.first, this.second].map(({ handle }) => handle);
      operation("ResourceApplyAdam", [...resources, ...numbers, gradient], { T: float32 }, 0);
      this.variable.assign(this.value.read());
    });
    this.assigned = this.variable.dataId;
  }

  /** Returns the first and the second moment. */
  async read(): Promise<[Float32Array, Float32Array]> {
    const [first, second] = tf.tidy(() => [this.first.read(), this.second.read()]);
    const values = await Promise.all([first!.data(), second!.data()]);
    tf.dispose([first!, second!]);
    return values as [Float32Array, Float32Array];
  }

  /** Restores saved moments. */
  write([first, second]: readonly [Float32Array, Float32Array]): void {
    tf.tidy(() => {
      this.first.assign(tf.tensor(first, this.variable.shape));
      this.second.assign(tf.tensor(second, this.variable.shape));
    });
  }

  dispose(): void {
    for (const resource of [this.value, this.first, this.second]) resource.dispose();
  }
}

const float32 = { type: "float32" } as const;
/** TensorFlow's name of a resource that is freed with its handle. */
const anonymous = "cd2c89b7-88b7-44c8-ad83-06c2a9158347";

/** A variable in TensorFlow's memory, which operations change in place. */
class Resource {
  readonly handle: tf.Tensor;

  constructor(shape: number[]) {
    const attributes = { dtype: float32, shape: { shape }, shared_name: anonymous, container: "" };
    this.handle = tf.keep(operation("VarHandleOp", [], attributes)[0]!);
  }

  assign(value: tf.Tensor): void {
    operation("AssignVariableOp", [this.handle, value], { dtype: float32 }, 0);
  }

  /** Returns the value, which shares the variable's memory until the variable changes. */
  read(): tf.Tensor {
    return operation("ReadVariableOp", [this.handle], { dtype: float32 })[0]!;
  }

  dispose(): void {
    this.handle.dispose();
  }
}
