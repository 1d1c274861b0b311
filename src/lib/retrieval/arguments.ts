// Checks of the arguments that the functions of this room share.
import type * as tf from "@tensorflow/tfjs-core";
import { OptionError } from "../base/errors.js";

/** @throws {OptionError} for an empty list */
export function requireSome(name: "images" | "texts", items: readonly unknown[]): void {
  if (items.length > 0) return;
  throw new OptionError(`${name}: expected at least one, found none; pass a list with some.`);
}

/** @throws {OptionError} when the memory of the vectors was freed */
export function requireLiveVectors(name: string, { isDisposed }: tf.Tensor): void {
  if (!isDisposed) return;
  throw new OptionError(`${name}: expected vectors, found some that were disposed of; encode them again.`);
}

/** @throws {OptionError} unless it is a whole number of at least 1 */
export function requireCount(name: string, count: number): void {
  if (Number.isInteger(count) && count >= 1) return;
  throw new OptionError(`${name}: expected a whole number of at least 1, found ${count}; ask for 1 or more.`);
}
