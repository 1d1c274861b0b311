// A loss and its gradients from tfjs-core's own tape, with memory given back on the way: what an operation saved for its
// gradient, and a gradient that has been passed on, are disposed of at once. tfjs-core's `variableGrads` keeps
// both until the last gradient is done, so that a step holds every activation two or three times over.
import * as tf from "@tensorflow/tfjs-core";

/** What tfjs-core's engine writes down of an operation while its tape runs. */
interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly outputs: readonly tf.Tensor[];
  /** Copies for the gradient, kept until it is computed; they share the originals' memory. */
  readonly saved: readonly tf.Tensor[];
  /** From the gradients by the outputs, null where there is none, to those by the inputs. */
  readonly gradient?: (dys: readonly (tf.Tensor | null)[]) => Readonly<Record<string, () => tf.Tensor>>;
}

/** The part of tfjs-core's engine that its types keep private. */
interface TapeEngine {
  startTape(): void;
  endTape(): void;
  readonly state: { activeTape: TapeNode[] | null };
}

/**
 * As tf.variableGrads, number for number, in less memory.
 *
 * @param loss a function of the variables; its own gradient cannot be taken again
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

/** The numbers of all tensors that are computed from the variables, theirs included. */
function dependentOn(tape: readonly TapeNode[], variables: readonly tf.Variable[]): ReadonlySet<number> {
  const numbers = new Set(variables.map(({ id }) => id));
  for (const { inputs, outputs } of tape) {
    if (!Object.values(inputs).some(({ id }) => numbers.has(id))) continue;
    for (const { id } of outputs) numbers.add(id);
  }
  return numbers;
}

/** The gradients by those inputs of an operation that depend on a variable, each a tensor of its own. */
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
    // A gradient may be the one that was given, or the same for two inputs; each is disposed of by itself.
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
