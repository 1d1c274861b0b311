// Adam's update by TensorFlow's ResourceApplyAdam. Parameters and moments are resource variables of TensorFlow. One
// operation updates a parameter on all cores, and one function of TensorFlow updates all parameters.
import * as tf from "@tensorflow/tfjs-core";
import { compiled } from "./functions/compiled.js";
import { operation } from "./operations.js";

/** Constants of Adam. */
export interface AdamRates {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Copies and moments of parameters in TensorFlow's memory. Each new value is assigned to the tfjs variable. */
export class ResourceAdam {
  private readonly states = new Map<tf.Variable, State>();

  constructor(private readonly rates: AdamRates) {}

  /** Moves parameters by their gradients. @param step t, counts from 1 */
  move(gradients: ReadonlyMap<tf.Variable, tf.Tensor>, learningRate: number, step: number): void {
    const variables = [...gradients.keys()];
    const states = variables.map((variable) => this.stateOf(variable));
    tf.tidy(() => {
      for (const [i, variable] of variables.entries()) states[i]!.take(variable);
      const numbers = scalars(this.rates, learningRate, step).map((number) => tf.scalar(number));
      const tensors = states.flatMap(({ handles }, i) => [...handles, gradients.get(variables[i]!)!]);
      for (const [i, moved] of moveAll(...numbers, ...tensors).entries())
        states[i]!.give(moved, variables[i]!);
    });
  }

  /** Returns the first and the second moment of a parameter; undefined before its first gradient. */
  read(variable: tf.Variable): Promise<Moments> | undefined {
    return this.states.get(variable)?.read();
  }

  /** Restores saved moments. */
  write(variable: tf.Variable, moments: Moments): void {
    this.stateOf(variable).write(moments, variable.shape);
  }

  dispose(): void {
    for (const state of this.states.values()) state.dispose();
    this.states.clear();
  }

  private stateOf(variable: tf.Variable): State {
    let state = this.states.get(variable);
    if (!state) {
      state = new State(variable);
      this.states.set(variable, state);
    }
    return state;
  }
}

/** Running means of the gradient and of its square, row-major. */
export type Moments = readonly [first: Float32Array, second: Float32Array];

/** Copy and moments of one parameter. */
class State {
  private readonly value: Resource;
  private readonly first: Resource;
  private readonly second: Resource;
  /** Tensor of the tfjs variable after the last update. Another tensor means that the variable was assigned elsewhere. */
  private assigned: object | undefined;

  constructor(variable: tf.Variable) {
    [this.value, this.first, this.second] = [0, 0, 0].map(() => new Resource(variable.shape)) as [
      Resource,
      Resource,
      Resource,
    ];
    tf.tidy(() => {
      const zeros = tf.zerosLike(variable);
      this.first.assign(zeros);
      this.second.assign(zeros);
    });
  }

  get handles(): tf.Tensor[] {
    return [this.value, this.first, this.second].map(({ handle }) => handle);
  }

  take(variable: tf.Variable): void {
    if (variable.dataId !== this.assigned) this.value.assign(variable);
  }

  give(moved: tf.Tensor, variable: tf.Variable): void {
    variable.assign(moved);
    this.assigned = variable.dataId;
  }

  async read(): Promise<Moments> {
    const [first, second] = tf.tidy(() => [this.first.read(), this.second.read()]);
    const values = await Promise.all([first!.data(), second!.data()]);
    tf.dispose([first!, second!]);
    return values as [Float32Array, Float32Array];
  }

  write([first, second]: Moments, shape: number[]): void {
    tf.tidy(() => {
      this.first.assign(tf.tensor(first, shape));
      this.second.assign(tf.tensor(second, shape));
    });
  }

  dispose(): void {
    for (const resource of [this.value, this.first, this.second]) resource.dispose();
  }
}

/** β₁ᵗ, β₂ᵗ, the learning rate, β₁, β₂ and ε, as ResourceApplyAdam takes them. */
function scalars({ beta1, beta2, epsilon }: AdamRates, learningRate: number, step: number): number[] {
  // TensorFlow adds ε to the root before the bias correction, and PyTorch after it.
  const slack = epsilon * Math.sqrt(1 - beta2 ** step);
  return [beta1 ** step, beta2 ** step, learningRate, beta1, beta2, slack];
}

/** Reads six scalars, then three handles and the gradient of each parameter. Returns the moved parameters. */
const moveAll = compiled("adam", (...tensors) => {
  const numbers = tensors.splice(0, 6);
  const moved: tf.Tensor[] = [];
  while (tensors.length > 0) {
    const [value, first, second, gradient] = tensors.splice(0, 4) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    operation("ResourceApplyAdam", [value, first, second, ...numbers, gradient], { T: float32 }, 0);
    moved.push(operation("ReadVariableOp", [value], { dtype: float32 })[0]!);
  }
  return moved;
});

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
