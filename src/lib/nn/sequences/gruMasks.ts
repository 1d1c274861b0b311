// Dropout of a GRU as skip-thoughts' BayesianGRU has it: each mask is the same for all words of a sentence.
import { Random } from "../../base/random.js";
import { drawDropoutMask } from "../dropoutMask.js";

/** Dropout of input and state. */
export interface GruDropout {
  /** Share of the elements of input and state that each gate does not see, in (0, 1). */
  readonly rate: number;
  /** Seed of the dropped elements. */
  readonly seed: number;
}

/** Row-major numbers with their shape. */
interface Numbers {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Masks of zeros and 1 ÷ (1 − rate), one for each gate (reset, update, new). */
export interface GruMaskNumbers {
  /** [3, sentences, inputs] */
  readonly inputMasks: Numbers;
  /** [3, sentences, hidden] */
  readonly stateMasks: Numbers;
}

/** Draws the masks of a batch. */
export function drawGruMasks(
  sentences: number,
  { inputs, hidden }: { readonly inputs: number; readonly hidden: number },
  { rate, seed }: GruDropout,
): GruMaskNumbers {
  const random = new Random(seed);
  const draw = (width: number): Numbers => ({
    shape: [3, sentences, width],
    values: drawDropoutMask(random, 3 * sentences * width, rate),
  });
  return { inputMasks: draw(inputs), stateMasks: draw(hidden) };
}
