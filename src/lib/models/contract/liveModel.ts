// Models that were disposed of.
import { OptionError } from "../../base/errors.js";
import type { RetrievalModel } from "./retrievalModel.js";

/** @throws {OptionError} when the model was disposed of */
export function requireLiveModel({ parameters }: RetrievalModel): void {
  if (!parameters.all().some(([, { isDisposed }]) => isDisposed)) return;
  throw new OptionError(
    "model: expected a model with weights, found one that was disposed of; load or create it again.",
  );
}
