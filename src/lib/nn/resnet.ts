// ResNet18 (He et al., 2016) without its classifier, of configurable width: the trunk whose four feature maps
// the multiscale attention looks at. Names follow torchvision's state dict.
import * as tf from "@tensorflow/tfjs-core";
import { batchNorm, createBatchNorm } from "./batchNorm.js";
import { convolution, createConvolution } from "./convolution.js";
import { maxPool } from "./maxPool.js";
import type { Parameters } from "./parameters.js";

/** Feature maps, each half as high and wide as the one before and twice as deep. */
export interface FeatureMaps {
  /** [batch, size/4, size/4, width] */
  readonly f1: tf.Tensor4D;
  /** [batch, size/8, size/8, 2·width] */
  readonly f2: tf.Tensor4D;
  /** [batch, size/16, size/16, 4·width] */
  readonly f3: tf.Tensor4D;
  /** [batch, size/32, size/32, 8·width] */
  readonly f4: tf.Tensor4D;
}

const stages = [1, 2, 3, 4];
const blocks = [0, 1];

/** @param width channels of the first stage, 64 in ResNet18 */
export function createResNet18(parameters: Parameters, name: string, width: number): void {
  createConvolution(parameters, `${name}.conv1`, { size: 7, inputs: 3, outputs: width });
  createBatchNorm(parameters, `${name}.bn1`, width);
  for (const stage of stages) {
    const outputs = width * 2 ** (stage - 1);
    for (const block of blocks) {
      const inputs = block === 0 && stage > 1 ? outputs / 2 : outputs;
      const prefix = `${name}.layer${stage}.${block}`;
      createConvolution(parameters, `${prefix}.conv1`, { size: 3, inputs, outputs });
      createBatchNorm(parameters, `${prefix}.bn1`, outputs);
      createConvolution(parameters, `${prefix}.conv2`, { size: 3, inputs: outputs, outputs });
      createBatchNorm(parameters, `${prefix}.bn2`, outputs);
      if (inputs === outputs) continue;
      createConvolution(parameters, `${prefix}.downsample.0`, { size: 1, inputs, outputs });
      createBatchNorm(parameters, `${prefix}.downsample.1`, outputs);
    }
  }
}

/**
 * What a stage does not hand on is freed as soon as the next has been computed, unless a gradient needs it.
 *
 * @param pixels [batch, size, size, 3], normalized
 */
export function resNet18(
  parameters: Parameters,
  name: string,
  pixels: tf.Tensor4D,
  training: boolean,
): FeatureMaps {
  const [f1, f2, f3, f4] = tf.tidy(() => {
    let x = stem(parameters, name, pixels, training);
    return stages.map((stage) => {
      x = tf.tidy(() =>
        blocks.reduce((input, block) => {
          const stride = block === 0 && stage > 1 ? 2 : 1;
          return basicBlock(parameters, `${name}.layer${stage}.${block}`, input, stride, training);
        }, x),
      );
      return x;
    });
  });
  return { f1: f1!, f2: f2!, f3: f3!, f4: f4! };
}

/**
 * ReLU comes after the pooling, where it has a quarter of the numbers, and changes nothing there: the largest of some
 * numbers made positive is the largest made positive. That is why the padding may be zeros, too.
 *
 * @returns [batch, size/4, size/4, width]
 */
function stem(parameters: Parameters, name: string, pixels: tf.Tensor4D, training: boolean): tf.Tensor4D {
  return tf.tidy(() => {
    const names = [`${name}.conv1`, `${name}.bn1`] as const;
    const padded = tf.tidy(() => {
      const normal = normalized(parameters, names, pixels, { stride: 2, padding: 3 }, training);
      return tf.pad(normal, [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]) as tf.Tensor4D;
    });
    return tf.relu(maxPool(padded, 3, 2));
  });
}

function basicBlock(
  parameters: Parameters,
  name: string,
  x: tf.Tensor4D,
  stride: number,
  training: boolean,
): tf.Tensor4D {
  return tf.tidy(() => {
    const residual = tf.tidy(() => {
      const first = [`${name}.conv1`, `${name}.bn1`] as const;
      const middle = tf.tidy(() =>
        tf.relu(normalized(parameters, first, x, { stride, padding: 1 }, training)),
      );
      return normalized(parameters, [`${name}.conv2`, `${name}.bn2`], middle, { padding: 1 }, training);
    });
    const shortcut =
      stride === 1
        ? x
        : normalized(parameters, [`${name}.downsample.0`, `${name}.downsample.1`], x, { stride }, training);
    return tf.relu(tf.add(residual, shortcut) as tf.Tensor4D);
  });
}

/** A convolution and the batch normalization after it. @param names theirs */
function normalized(
  parameters: Parameters,
  [conv, norm]: readonly [string, string],
  x: tf.Tensor4D,
  reach: { readonly stride?: number; readonly padding?: number },
  training: boolean,
): tf.Tensor4D {
  return tf.tidy(() => batchNorm(parameters, norm, convolution(parameters, conv, x, reach), training));
}
