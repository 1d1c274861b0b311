// Named parameters of a model: weights that training moves and buffers that it does not.
import * as tf from "@tensorflow/tfjs-core";
import { CheckpointError } from "../base/errors.js";
import { Random } from "../base/random.js";

/** Initial values from a uniform distribution. */
export interface UniformInitializer {
  /** Name of the distribution. */
  readonly kind: "uniform";
  /** The values are between `-bound` and `bound`. */
  readonly bound: number;
}

/** Initial values from a normal distribution around 0. */
export interface NormalInitializer {
  /** Name of the distribution. */
  readonly kind: "normal";
  /** The standard deviation. */
  readonly deviation: number;
}

/** Equal initial values. */
export interface ConstantInitializer {
  /** Name of the distribution. */
  readonly kind: "constant";
  /** The value of all elements. */
  readonly value: number;
}

/** The initial values of a parameter. Bounds follow PyTorch's defaults for the layer that owns it. */
export type Initializer = UniformInitializer | NormalInitializer | ConstantInitializer;

/** The form of a parameter in PyTorch's state dict. */
export interface TorchLayout {
  /** Axis `k` of PyTorch's tensor is axis `axes[k]` of ours. */
  readonly axes: readonly number[];
  /** Names of PyTorch's tensors, in the order in which they are joined along our last axis. */
  readonly names: readonly string[];
}

/** One parameter: its name, its values and its form in PyTorch's state dict. */
export interface Parameter {
  /** Name in our checkpoints, such as `mvsa.LF_conv.weight`. */
  readonly name: string;
  /** Its values. */
  readonly variable: tf.Variable;
  /** True for a weight, false for a buffer such as a running mean. */
  readonly isWeight: boolean;
  /** Its form in PyTorch's state dict. */
  readonly torch: TorchLayout;
}

/** The largest size of a model that a file describes: a damaged header must not fill the memory. */
export interface ParameterLimit {
  /** The file, for the error message. */
  readonly file: string;
  /** Largest number of values of all parameters. */
  readonly values: number;
}

/** A layer, or anything else that owns the parameters below one name. */
export interface ParameterOwner {
  /** The name that the owner's parameters begin with. */
  readonly name: string;
}

/**
 * The parameters of one model, by name, in the order of their creation.
 *
 * Equal seeds give equal initial weights on every engine.
 *
 * @example
 * const parameters = new Parameters(1);
 * const layer = new Linear(parameters.at("head"), 512, 10);
 * console.log(parameters.all().map(([name]) => name)); // ["head.weight", "head.bias"]
 */
export class Parameters {
  private readonly byName = new Map<string, Parameter>();
  private readonly frozen = new Set<string>();
  private readonly random: Random | undefined;

  private size = 0;

  /**
   * @param seed seed of the random initial weights; without it all weights start at zero
   * @param limit largest size of a model that a file describes
   */
  constructor(
    seed?: number,
    private readonly limit?: ParameterLimit,
  ) {
    if (seed !== undefined) this.random = new Random(seed);
  }

  /** Returns the place below a name, where a layer creates its parameters. */
  at(name: string): Scope {
    return new Scope(this, name);
  }

  /** Weights that training moves, by name: all but the frozen ones. */
  get trainable(): ReadonlyMap<string, tf.Variable> {
    return this.select(({ name, isWeight }) => isWeight && !this.frozen.has(name));
  }

  /** Buffers by name: values that no gradient reaches, such as running means. */
  get buffers(): ReadonlyMap<string, tf.Variable> {
    return this.select(({ isWeight }) => !isWeight);
  }

  /** Creates a weight. @throws {CheckpointError} beyond the limit; all parameters are then disposed */
  create(
    name: string,
    shape: number[],
    initializer: Initializer,
    torch: Partial<TorchLayout> = {},
  ): tf.Variable {
    this.reserve(name, shape);
    const variable = tf.tidy(() => tf.variable(this.initial(shape, initializer), true, undefined, "float32"));
    return this.add(name, variable, true, torch);
  }

  /** Creates a buffer that is filled with one value. @throws {CheckpointError} as `create` */
  buffer(name: string, shape: number[], value: number): tf.Variable {
    this.reserve(name, shape);
    const variable = tf.tidy(() => tf.variable(tf.fill(shape, value), false));
    return this.add(name, variable, false, {});
  }

  /** @throws {Error} when no parameter has that name, which is a defect of the model */
  get(name: string): tf.Variable {
    const parameter = this.byName.get(name);
    if (!parameter)
      throw new Error(
        `parameter: expected one of ${[...this.byName.keys()].join(", ")}, found ${name}; correct the model.`,
      );
    return parameter.variable;
  }

  /** Weights, then buffers, as pairs of name and variable. */
  all(): [string, tf.Variable][] {
    return this.list().map(({ name, variable }) => [name, variable]);
  }

  /** Weights, then buffers, with their form in PyTorch's state dict. */
  list(): Parameter[] {
    const all = [...this.byName.values()];
    return [...all.filter(({ isWeight }) => isWeight), ...all.filter(({ isWeight }) => !isWeight)];
  }

  /**
   * Takes the weights of some layers out of training. Running means and variances of a frozen layer still move.
   *
   * @example
   * model.parameters.freeze({ name: "resnet" }); // trains all but the trunk
   */
  freeze(...owners: readonly ParameterOwner[]): void {
    for (const name of this.byName.keys())
      if (owners.some((owner) => owns(owner, name))) this.frozen.add(name);
  }

  /** Gives the weights of some layers back to training. */
  unfreeze(...owners: readonly ParameterOwner[]): void {
    for (const name of this.frozen) if (owners.some((owner) => owns(owner, name))) this.frozen.delete(name);
  }

  /** Frees the memory of all parameters. */
  dispose(): void {
    for (const { variable } of this.byName.values()) variable.dispose();
  }

  /** Counts the values of a parameter before any memory is allocated. */
  private reserve(name: string, shape: number[]): void {
    this.size += tf.util.sizeFromShape(shape);
    if (!this.limit || this.size <= this.limit.values) return;
    this.dispose();
    throw new CheckpointError(
      `${this.limit.file}: expected a model that the file's numbers can fill, found ${name} of shape [${shape}]; the header is damaged, write the file again.`,
    );
  }

  private add(
    name: string,
    variable: tf.Variable,
    isWeight: boolean,
    { axes = variable.shape.map((_, axis) => axis), names = [name] }: Partial<TorchLayout>,
  ): tf.Variable {
    this.byName.set(name, { name, variable, isWeight, torch: { axes, names } });
    return variable;
  }

  private select(wanted: (parameter: Parameter) => boolean): ReadonlyMap<string, tf.Variable> {
    const found = [...this.byName.values()].filter(wanted);
    return new Map(found.map(({ name, variable }) => [name, variable]));
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

/**
 * The place below one name, where a layer creates its parameters.
 *
 * @example
 * const scope = new Parameters(1).at("head");
 * const weight = scope.weight("weight", [8, 4], { kind: "uniform", bound: 0.5 });
 * console.log(scope.at("norm").name, weight.shape); // "head.norm" [8, 4]
 */
export class Scope implements ParameterOwner {
  constructor(
    private readonly parameters: Parameters,
    readonly name: string,
  ) {}

  /** Returns the place of a part of the layer, such as `layer1` or `conv1`. */
  at(part: string): Scope {
    return new Scope(this.parameters, this.full(part));
  }

  /** Creates a weight. @param part its last name, or the empty text for a weight with the scope's own name */
  weight(part: string, shape: number[], initializer: Initializer, torch?: Partial<TorchLayout>): tf.Variable {
    return this.parameters.create(this.full(part), shape, initializer, torch);
  }

  /** Creates a buffer that is filled with one value. */
  buffer(part: string, shape: number[], value: number): tf.Variable {
    return this.parameters.buffer(this.full(part), shape, value);
  }

  private full(part: string): string {
    return [this.name, part].filter((name) => name !== "").join(".");
  }
}

/** Returns true when a parameter lies below an owner's name. */
export function owns(owner: ParameterOwner, parameter: string): boolean {
  return parameter === owner.name || parameter.startsWith(`${owner.name}.`);
}

/** Box–Muller transform. */
function standardNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}
