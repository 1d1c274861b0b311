// Runs a computation of many operations as one operation of TensorFlow. The second call with inputs of the same shapes is
// recorded, and later calls run the recorded function. Each operation saved takes 15 to 40 µs of the main thread.
import * as tf from "@tensorflow/tfjs-core";
import type { NodeJSKernelBackend } from "@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js";
import type { TensorMetadata } from "@tensorflow/tfjs-node-gpu/dist/tfjs_binding.js";
import { onNative } from "../operations.js";
import { defineFunction } from "./addon.js";
import { isRecording, NotRecordable, Recording } from "./recording.js";

/** A computation whose results depend on its inputs only. It reads no values, and its constants do not change. */
export type Computation = (...inputs: tf.Tensor[]) => tf.Tensor[];

/** Shapes that one computation is recorded for. Further ones run operation by operation. */
const mostSignatures = 64;

/**
 * Returns the same computation, which native TensorFlow runs as one operation from its third call with the same shapes.
 *
 * @param name begins the names of its functions, letters only
 * @param compute is not differentiated: call it inside of `tf.customGrad`, or where nothing needs a gradient
 */
export function compiled(name: string, compute: Computation): Computation {
  const known = new Map<string, Compiled>();
  return (...inputs) => {
    // An operation inside of a recorded function cannot be a function of its own.
    if (!onNative() || isRecording()) return compute(...inputs);
    const key = signature(inputs);
    let found = known.get(key);
    if (!found) {
      if (known.size >= mostSignatures) return compute(...inputs);
      found = new Compiled(`${name}_${++count}`, compute);
      known.set(key, found);
    }
    return found.run(inputs);
  };
}

let count = 0;

/** A computation for one signature. */
class Compiled {
  private calls = 0;
  /** The number of results of the defined function. */
  private outputs: number | undefined;

  constructor(
    private readonly name: string,
    private readonly compute: Computation,
  ) {}

  run(inputs: tf.Tensor[]): tf.Tensor[] {
    this.calls += 1;
    if (this.outputs !== undefined) {
      return backend().executeMultipleOutputs(this.name, [], inputs, this.outputs);
    }
    return this.calls === 2 ? this.record(inputs) : this.compute(...inputs);
  }

  private record(inputs: tf.Tensor[]): tf.Tensor[] {
    const metadata = uploaded(inputs);
    const recording = new Recording(backend(), metadata);
    recording.start();
    let results: tf.Tensor[];
    try {
      results = this.compute(...inputs);
    } finally {
      recording.stop();
    }
    try {
      defineFunction(
        recording.definition(
          this.name,
          uploaded(results).map(({ id }) => id),
        ),
      );
      this.outputs = results.length;
    } catch (error) {
      if (!(error instanceof NotRecordable)) throw error;
    }
    return results;
  }
}

function backend(): NodeJSKernelBackend {
  return tf.backend() as NodeJSKernelBackend;
}

/** The private part of the backend. It uploads a tensor's numbers when an operation first reads them. */
interface Uploads {
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  readonly tensorMap: { get(dataId: object): TensorMetadata };
}

function uploaded(tensors: readonly tf.Tensor[]): TensorMetadata[] {
  const { tensorMap } = backend() as unknown as Uploads;
  const ids = (backend() as unknown as Uploads).getInputTensorIds(tensors);
  return tensors.map(({ shape, dataId }, i) => ({ id: ids[i]!, shape, dtype: tensorMap.get(dataId).dtype }));
}

/** Shapes and types, and which inputs are the same tensor. */
function signature(inputs: readonly tf.Tensor[]): string {
  const first = new Map<object, number>();
  return inputs
    .map(({ dataId, dtype, shape }, i) => {
      if (!first.has(dataId)) first.set(dataId, i);
      return `${dtype}[${shape.join(",")}]${first.get(dataId)}`;
    })
    .join(" ");
}
