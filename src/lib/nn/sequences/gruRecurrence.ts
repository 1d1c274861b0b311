// The GRU's steps over a sentence with a gradient of their own. tfjs-core's gradient would compute and add the gradient
// by the state's weights (69 MB in the released encoder) once for each word. This one collects the words' parts and
// computes the sum with one product.
import * as tf from "@tensorflow/tfjs-core";
import { sigmoidGradient, tanhGradient } from "./gateGradients.js";

interface Run {
  /** 1 for a word and 0 for padding, [sentences, steps]. */
  readonly mask: tf.Tensor2D;
  readonly backwards: boolean;
  /** Three dropout masks of the state, one for each gate, [sentences, hidden] each; without them no dropout. */
  readonly dropoutMasks?: readonly tf.Tensor[] | undefined;
}

/** The tensors of a step that its gradient needs: state before, reset, update, candidate and s_n, each [sentences, hidden]. */
type Step = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

/**
 * Computes h' = (1 − z)·n + z·h with z = σ(i_z + s_z), r = σ(i_r + s_r), n = tanh(i_n + r·s_n) and s = h·W + b.
 *
 * @param gates the inputs' parts i of reset, update and new gate, [sentences, steps, 3·hidden]
 * @param weight W, [hidden, 3·hidden]
 * @param bias b, [3·hidden]
 * @returns the state after each word, in the order of the words, [steps, sentences, hidden]
 */
export function recurrence(gates: tf.Tensor3D, weight: tf.Tensor2D, bias: tf.Tensor, run: Run): tf.Tensor3D {
  const steps = gates.shape[1];
  const hidden = weight.shape[0];
  const dropsOut = run.dropoutMasks !== undefined;
  const order = Array.from({ length: steps }, (_, k) => (run.backwards ? steps - 1 - k : k));
  const maskOf = tf.split(run.mask, steps, 1);
  const forward = tf.customGrad((...parts) => {
    const [inputGates, w, b, save] = parts as unknown as [tf.Tensor, tf.Tensor2D, tf.Tensor, tf.GradSaveFunc];
    const [restOf, newOf] = tf.split(inputGates, [2 * hidden, hidden], 2).map((part) => tf.unstack(part, 1));
    const weights = (run.dropoutMasks ? tf.split(w, 3, 1) : [w]) as tf.Tensor2D[];
    const product = stateProduct(weights, run.dropoutMasks);
    const trail: Step[] = [];
    const states = new Array<tf.Tensor>(steps);
    let before: tf.Tensor = tf.zeros([gates.shape[0], hidden]);
    for (const step of order) {
      const [stateRest, stateNew] = tf.split(tf.add(product(before), b), [2 * hidden, hidden], 1) as [
        tf.Tensor,
        tf.Tensor,
      ];
      const [reset, update] = tf.split(tf.sigmoid(tf.add(restOf![step]!, stateRest)), 2, 1) as [
        tf.Tensor,
        tf.Tensor,
      ];
      const candidate = tf.tanh(tf.add(newOf![step]!, tf.mul(reset, stateNew)));
      const next = tf.add(candidate, tf.mul(update, tf.sub(before, candidate)));
      trail.push([before, reset, update, candidate, stateNew]);
      before = tf.add(before, tf.mul(tf.sub(next, before), maskOf[step]!));
      states[step] = before;
    }
    save([...weights, ...(run.dropoutMasks ?? []), ...maskOf, ...trail.flat()]);
    return {
      value: tf.stack(states) as tf.Tensor3D,
      gradFunc: (dy, saved) => backward(dy as tf.Tensor3D, saved as tf.Tensor[], order, dropsOut),
    };
  }) as (gates: tf.Tensor3D, weight: tf.Tensor2D, bias: tf.Tensor) => tf.Tensor3D;
  return forward(gates, weight, bias);
}

/** The state's parts of the three gates, without bias, [sentences, 3·hidden]. */
function stateProduct(
  weights: readonly tf.Tensor2D[],
  masks: Run["dropoutMasks"],
): (state: tf.Tensor) => tf.Tensor {
  if (!masks) return (state) => tf.matMul(state as tf.Tensor2D, weights[0]!);
  return (state) =>
    tf.concat(
      weights.map((gate, k) => tf.matMul(tf.mul(state, masks[k]!) as tf.Tensor2D, gate)),
      1,
    );
}

/** Gradients by the inputs' gates, the weights and the bias. */
function backward(
  dStates: tf.Tensor3D,
  saved: readonly tf.Tensor[],
  order: readonly number[],
  dropsOut: boolean,
): tf.Tensor[] {
  const steps = order.length;
  const left = [...saved];
  const weights = left.splice(0, dropsOut ? 3 : 1) as tf.Tensor2D[];
  const masks = left.splice(0, dropsOut ? 3 : 0);
  const maskOf = left.splice(0, steps);
  const ofStep = tf.unstack(dStates);
  const dInputs = new Array<tf.Tensor>(steps);
  const befores: tf.Tensor[] = [];
  const dProducts: tf.Tensor[] = [];
  let carried: tf.Tensor = tf.zerosLike(ofStep[0]!);
  for (let k = steps - 1; k >= 0; k--) {
    const [before, reset, update, candidate, stateNew] = left.splice(-5) as Step;
    const step = order[k]!;
    const dState = tf.add(carried, ofStep[step]!);
    const dNext = tf.mul(dState, maskOf[step]!);
    const kept = tf.mul(dNext, update);
    const dNew = tanhGradient(candidate, tf.sub(dNext, kept));
    const dUpdate = sigmoidGradient(update, tf.mul(dNext, tf.sub(before, candidate)));
    const dReset = sigmoidGradient(reset, tf.mul(dNew, stateNew));
    const dProduct = tf.concat([dReset, dUpdate, tf.mul(dNew, reset)], 1);
    dInputs[step] = tf.concat([dReset, dUpdate, dNew], 1);
    befores.push(before);
    dProducts.push(dProduct);
    const byGate = tf.split(dProduct, weights.length, 1) as tf.Tensor2D[];
    const throughGates = byGate.map((dGate, gate) => {
      const seen = tf.matMul(dGate, weights[gate]!, false, true);
      return dropsOut ? tf.mul(seen, masks[gate]!) : seen;
    });
    // h' depends on h through the gates and through z·h. At padding h' is h.
    carried = tf.addN([...throughGates, tf.sub(dState, dNext), kept]);
  }
  const dProduct = tf.concat(dProducts, 0); // [steps · sentences, 3·hidden]
  const byGate = tf.split(dProduct, weights.length, 1) as tf.Tensor2D[];
  const dWeights = byGate.map((dGate, gate) => {
    const seen = dropsOut ? befores.map((before) => tf.mul(before, masks[gate]!)) : befores;
    return tf.matMul(tf.concat(seen, 0) as tf.Tensor2D, dGate, true);
  });
  return [
    tf.stack(dInputs, 1),
    dWeights.length > 1 ? tf.concat(dWeights, 1) : dWeights[0]!,
    tf.sum(dProduct, 0),
  ];
}
