// Records the operations that TensorFlow executes, as a function of their inputs.
import type { NodeJSKernelBackend } from "@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js";
import type { TensorMetadata, TFEOpAttr, TFJSBinding } from "@tensorflow/tfjs-node-gpu/dist/tfjs_binding.js";

/** An output of an earlier node: its number and the output's number. Inputs of the function come first. */
export type Place = readonly [node: number, output: number];

/** The typed arrays that a constant is made of. */
export type ConstantValues = Float32Array | Int32Array | Uint8Array;

/** An operation, or a constant when `values` is there. */
export interface FunctionNode {
  readonly operation: string;
  readonly inputs: readonly Place[];
  /** Nodes that must be done before, because they change the same variable. */
  readonly after: readonly number[];
  readonly attributes: readonly TFEOpAttr[];
  readonly type?: number;
  readonly shape?: readonly number[];
  readonly values?: ConstantValues;
}

/** A function as the addon `functions.node` defines it. */
export interface FunctionDefinition {
  readonly name: string;
  readonly inputs: readonly { readonly type: number; readonly shape?: readonly number[] }[];
  readonly nodes: readonly FunctionNode[];
  readonly outputs: readonly Place[];
  /** Nodes that run although no output needs them. */
  readonly effects: readonly number[];
}

/** A computation that cannot become a function. The message says why. */
export class NotRecordable extends Error {}

let active = 0;

/** Reports whether operations are being recorded. */
export function isRecording(): boolean {
  return active > 0;
}

/** The operations between `start` and `stop`. */
export class Recording {
  private readonly places = new Map<number, Place>();
  private readonly nodes: FunctionNode[] = [];
  private readonly effects: number[] = [];
  /** The last node that used a variable, by the handle's id. */
  private readonly lastUse = new Map<number, number>();
  private readonly handles = new Set<number>();
  /** Numbers that became tensors meanwhile. tfjs-node uploads them when an operation first reads them. */
  private readonly written = new Set<unknown>();
  private problem: string | undefined;
  private readonly binding: TFJSBinding;
  private readonly move: NodeJSKernelBackend["move"];

  /** @param inputs the tensors that the operations may read besides their own results */
  constructor(
    private readonly backend: NodeJSKernelBackend,
    private readonly inputs: readonly TensorMetadata[],
  ) {
    this.binding = backend.binding;
    this.move = backend.move;
    for (const [i, { id, dtype }] of inputs.entries()) {
      if (!this.places.has(id)) this.places.set(id, [i, 0]);
      if (dtype === this.binding.TF_RESOURCE) this.handles.add(id);
    }
  }

  start(): void {
    active += 1;
    const { backend, binding, move } = this;
    backend.move = (dataId, values, ...rest) => {
      this.written.add(values);
      move.call(backend, dataId, values, ...rest);
    };
    const method = (value: unknown) => ({ value, enumerable: true });
    backend.binding = Object.create(binding, {
      executeOp: method(this.execute),
      createTensor: method(this.create),
      tensorDataSync: method(this.read),
    }) as TFJSBinding;
  }

  stop(): void {
    active -= 1;
    this.backend.binding = this.binding;
    this.backend.move = this.move;
  }

  /**
   * Returns the function that computes the tensors of some ids.
   *
   * @throws {NotRecordable} when a value was read meanwhile, or an operation has an input from elsewhere
   */
  definition(name: string, outputs: readonly number[]): FunctionDefinition {
    if (this.problem) throw new NotRecordable(this.problem);
    const { TF_RESOURCE } = this.binding;
    return {
      name,
      inputs: this.inputs.map(({ dtype: type, shape }) =>
        type === TF_RESOURCE ? { type } : { type, shape },
      ),
      nodes: this.nodes,
      outputs: outputs.map((id) => this.outputPlace(id)),
      effects: this.effects,
    };
  }

  private readonly execute: TFJSBinding["executeOp"] = (operation, attributes, ids, count) => {
    const results = this.binding.executeOp(operation, attributes, ids, count);
    const inputs = ids.map((id) => this.places.get(id));
    if (inputs.includes(undefined)) this.problem ??= `${operation} reads a tensor that is no input`;
    const node = this.inputs.length + this.nodes.length;
    const used = ids.filter((id) => this.handles.has(id));
    const after = used.flatMap((id) => this.lastUse.get(id) ?? []);
    for (const id of used) this.lastUse.set(id, node);
    if (count === 0) this.effects.push(node);
    this.nodes.push({ operation, inputs: inputs as Place[], after, attributes });
    for (const [i, { id }] of results.entries()) this.places.set(id, [node, i]);
    return results;
  };

  private readonly create: TFJSBinding["createTensor"] = (shape, type, values) => {
    const id = this.binding.createTensor(shape, type, values);
    if (!(values instanceof Float32Array || values instanceof Int32Array || values instanceof Uint8Array)) {
      this.problem ??= "a constant is no array of numbers";
      return id;
    }
    if (!this.written.has(values)) this.problem ??= "an operation reads a tensor that is no input";
    this.places.set(id, [this.inputs.length + this.nodes.length, 0]);
    const constant = { operation: "Const", inputs: [], after: [], attributes: [] };
    this.nodes.push({ ...constant, type, shape, values: values.slice() });
    return id;
  };

  private readonly read: TFJSBinding["tensorDataSync"] = (id) => {
    this.problem ??= "a value is read";
    return this.binding.tensorDataSync(id);
  };

  /** A function's output is the output of a node, so that an input passes through one. */
  private outputPlace(id: number): Place {
    const place = this.places.get(id);
    if (!place) throw new NotRecordable("an output is no result of the recorded operations");
    if (place[0] >= this.inputs.length) return place;
    this.nodes.push({ operation: "Identity", inputs: [place], after: [], attributes: [] });
    return [this.inputs.length + this.nodes.length - 1, 0];
  }
}
