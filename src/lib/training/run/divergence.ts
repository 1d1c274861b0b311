// Training that no longer gives finite numbers.
import { AmfmnError } from "../../base/errors.js";
import { listFirst } from "../../base/messages/listFirst.js";
import type { RetrievalModel } from "../../models/contract/retrievalModel.js";

/**
 * The loss, its gradient or a weight is not a finite number. Checkpoints keep their last good state.
 *
 * @example
 * try {
 *   await fit(model, dataset, { epochs: 1 });
 * } catch (error) {
 *   if (error instanceof DivergenceError) console.log(error.step, error.files);
 * }
 */
export class DivergenceError extends AmfmnError {
  /**
   * @param step the step, counted from 1
   * @param files file names of the batch's images
   * @param what the values that are not finite
   */
  constructor(
    /** The step, counted from 1. */
    readonly step: number,
    /** File names of the batch's images. */
    readonly files: readonly string[],
    what: "loss" | "gradient" | "weights",
  ) {
    const finding = what === "weights" ? "weights after" : `${what} of`;
    super(
      `The ${finding} step ${step} ${what === "weights" ? "are" : "is"} not a number; its batch holds ${listFirst(files, 8)}. ` +
        "The last good checkpoint is kept; try a smaller learning rate or clipNorm.",
    );
  }
}

/** Reports whether all weights and buffers of a model are finite. */
export async function isFiniteModel({ parameters }: RetrievalModel): Promise<boolean> {
  for (const [, variable] of parameters.all()) {
    const values = await variable.data();
    for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) return false;
  }
  return true;
}
