// Gradients from tfjs-core's tape in less memory. tfjs-core's `variableGrads` keeps saved values and gradients until the last
// gradient is done, so that a step holds every activation two or three times. This walk disposes of them at once.
import * as tf from "@tensorflow/tfjs-core";

/** One operation on tfjs-core's tape. */
interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly outputs: readonly tf.Tensor[];
  /** Copies for the gradient, which share the originals' memory. */
  readonly saved: readonly tf.Tensor[];
  /** Computes the gradients by the inputs from the gradients by the outputs; null means no gradient. */
  readonly gradient?: (dys: readonly (tf.Tensor | null)[]) => Readonly<Record<string, () => tf.Tensor>>;
}

/** The private part of tfjs-core's engine. */
interface TapeEngine {
  startTape(): void;
  endTape(): void;
  readonly state: { activeTape: TapeNode[] | null };
}

/**
 * Returns the numbers of tf.variableGrads, in less memory.
 *
 * @param loss a function of the variables; second derivatives are not supported
 * @returns the loss, and gradients by the variables' names; a variable that the loss does not depend on has none
 */
export function backpropagate(
  loss: () => tf.Scalar,
  variables: readonly tf.Variable[],
): { value: tf.Scalar; grads: tf.NamedTensorMap } {
  const { value, tape } = record(loss);
  const grads = tf.tidy(() => walkBack(tape, value, variables));
  return { value, grads };
}

function record(loss: () => tf.Scalar): { value: tf.Scalar; tape: readonly TapeNode[] } {
  const engine = tf.engine() as unknown as TapeEngine;
  engine.startTape();
  try {
    return { value: tf.tidy(loss), tape: engine.state.activeTape! };
  } catch (error) {
    for (const { saved } of engine.state.activeTape!) tf.dispose([...saved]);
    throw error;
  } finally {
    engine.endTape();
    engine.state.activeTape = null;
  }
}

function walkBack(
  tape: readonly TapeNode[],
  value: tf.Scalar,
  variables: readonly tf.Variable[],
): tf.NamedTensorMap {
  const dependent = dependentOn(tape, variables);
  const gradients = new Map<number, tf.Tensor>([[value.id, tf.onesLike(value)]]);
  for (const node of tape.toReversed()) {
    const dys = node.outputs.map(({ id }) => gradients.get(id) ?? null);
    if (dys.some((dy) => dy !== null)) {
      for (const [x, dx] of inputGradients(node, dys, dependent)) {
        const sum = gradients.get(x.id);
        gradients.set(x.id, sum ? tf.add(sum, dx) : dx);
        if (sum) tf.dispose([sum, dx]);
      }
    }
    tf.dispose([...node.saved]);
    for (const [i, { id }] of node.outputs.entries()) {
      dys[i]?.dispose();
      gradients.delete(id);
    }
  }
  const found = variables.filter(({ id }) => gradients.has(id));
  return Object.fromEntries(found.map(({ id, name }) => [name, gradients.get(id)!]));
}

/** Returns the ids of the variables and of all tensors that depend on them. */
function dependentOn(tape: readonly TapeNode[], variables: readonly tf.Variable[]): ReadonlySet<number> {
  const numbers = new Set(variables.map(({ id }) => id));
  for (const { inputs, outputs } of tape) {
    if (!Object.values(inputs).some(({ id }) => numbers.has(id))) continue;
    for (const { id } of outputs) numbers.add(id);
  }
  return numbers;
}

/** Returns the gradients by the inputs that depend on a variable, each as a separate tensor. */
function inputGradients(
  { kernelName, inputs, saved, gradient }: TapeNode,
  dys: readonly (tf.Tensor | null)[],
  dependent: ReadonlySet<number>,
): [tf.Tensor, tf.Tensor][] {
  const wanted = Object.entries(inputs).filter(([, { id }]) => dependent.has(id));
  if (wanted.length === 0) return [];
  if (!gradient) throw new Error(`${kernelName} has no gradient.`);
  const dxs = tf.tidy(() => {
    const byInput = gradient(dys);
    // A gradient may be a given tensor, or the same tensor for two inputs. A clone can be disposed of separately.
    const taken = new Set<tf.Tensor | null>([...dys, ...saved]);
    return wanted.map(([name]) => {
      const dx = byInput[name]!();
      const own = taken.has(dx) ? dx.clone() : dx;
      taken.add(own);
      return own;
    });
  });
  return wanted.map(([, x], i) => [x, dxs[i]!]);
}
