// The part of Adam that differs between engines.
import type * as tf from "@tensorflow/tfjs-core";
import type { Moments } from "../../engine/native/resourceAdam.js";

/** The moments of parameters in an engine's memory. */
export interface AdamEngine {
  /** Moves parameters by their gradients. @param step counts from 1 */
  move(gradients: ReadonlyMap<tf.Variable, tf.Tensor>, learningRate: number, step: number): void;
  /** Returns the moments of a parameter; undefined before its first gradient. */
  read(variable: tf.Variable): Promise<Moments> | undefined;
  write(variable: tf.Variable, moments: Moments): void;
  dispose(): void;
}
