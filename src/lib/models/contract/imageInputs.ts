// The named inputs that a model reads of a batch of images.
import * as tf from "@tensorflow/tfjs-core";
import type { ImageReference } from "./imageReference.js";
import type { LocalSource } from "./localInputs.js";

/** One named input of a batch, such as `pixels`, as plain numbers. Its first axis counts the images. */
export interface InputArray {
  /** Length of each axis. */
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

/** All inputs of a batch by name, as `prepare` returns them. */
export type ImageInputs = Readonly<Record<string, InputArray>>;

/** All inputs of a batch by name, as `encodeImages` reads them. */
export type ImageTensors = Readonly<Record<string, tf.Tensor>>;

/** The images of one batch. The caller decides how pixels come about: whole images, random crops or tiles. */
export interface ImageBatch {
  /** One for each row of the inputs. */
  readonly images: readonly ImageReference[];
  /** Source of the local inputs; by default the model's own. */
  readonly local?: LocalSource;
  /** Returns RGB in 0…1, [images, size, size, 3]. @throws {DataError} that names an image which cannot be opened */
  pixels(size: number): Promise<Float32Array>;
}

/**
 * Makes tensors of prepared inputs. The caller disposes of them with `tf.dispose`.
 *
 * @example
 * const tensors = toTensors({ pixels: { shape: [1, 2, 2, 3], values: new Float32Array(12) } });
 * console.log(tensors.pixels!.shape); // [1, 2, 2, 3]
 */
export function toTensors(inputs: ImageInputs): ImageTensors {
  const entries = Object.entries(inputs).map(([name, { shape, values }]) => [
    name,
    tf.tensor(values, [...shape]),
  ]);
  return Object.fromEntries(entries) as ImageTensors;
}

/** TensorFlow.js' name of each rank. */
export interface RankOf {
  /** One axis. */
  1: tf.Rank.R1;
  /** Two axes. */
  2: tf.Rank.R2;
  /** Three axes. */
  3: tf.Rank.R3;
  /** Four axes. */
  4: tf.Rank.R4;
}

/**
 * Returns one input of a batch.
 *
 * @param rank the number of its axes, such as 4 for `pixels`
 *
 * @example
 * const pixels = requireInput(await imageTensors(model, paths.slice(0, 1)), "pixels", 4);
 * console.log(pixels.shape); // [1, 64, 64, 3]
 *
 * @throws {Error} when the caller forgot the input or gives another rank
 */
export function requireInput<N extends keyof RankOf>(
  inputs: ImageTensors,
  name: string,
  rank: N,
): tf.Tensor<RankOf[N]> {
  const input = inputs[name];
  if (input?.rank === rank) return input as tf.Tensor<RankOf[N]>;
  const found = input
    ? `a tensor of rank ${input.rank}`
    : `inputs named ${Object.keys(inputs).join(", ") || "nothing"}`;
  throw new Error(
    `${name}: expected a tensor of rank ${rank}, found ${found}; pass what the model's prepare returns.`,
  );
}
