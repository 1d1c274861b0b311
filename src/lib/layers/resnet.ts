// ResNet18 (He et al., 2016) without its classifier, of configurable width: the trunk whose four feature maps
// the multiscale attention looks at. Names follow torchvision's state dict.
import * as tf from "@tensorflow/tfjs-core";
import { batchNorm, createBatchNorm } from "./batchNorm.js";
import { convolution, createConvolution } from "./convolution.js";
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

/** @param pixels [batch, size, size, 3], normalised */
export function resNet18(
  parameters: Parameters,
  name: string,
  pixels: tf.Tensor4D,
  training: boolean,
): FeatureMaps {
  const stem = convolution(parameters, `${name}.conv1`, pixels, { stride: 2, padding: 3 });
  const active = tf.relu(batchNorm(parameters, `${name}.bn1`, stem, training));
  // Its values are not negative, so padding by zeros does not change a maximum.
  const padded = tf.pad(active, [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]) as tf.Tensor4D;
  let x = tf.maxPool(padded, 3, 2, "valid"); // [batch, size/4, size/4, width]
  const maps = stages.map((stage) => {
    for (const block of blocks) {
      x = basicBlock(
        parameters,
        `${name}.layer${stage}.${block}`,
        x,
        block === 0 && stage > 1 ? 2 : 1,
        training,
      );
    }
    return x;
  });
  return { f1: maps[0]!, f2: maps[1]!, f3: maps[2]!, f4: maps[3]! };
}

function basicBlock(
  parameters: Parameters,
  name: string,
  x: tf.Tensor4D,
  stride: number,
  training: boolean,
): tf.Tensor4D {
  const first = convolution(parameters, `${name}.conv1`, x, { stride, padding: 1 });
  const middle = tf.relu(batchNorm(parameters, `${name}.bn1`, first, training));
  const second = convolution(parameters, `${name}.conv2`, middle, { padding: 1 });
  const residual = batchNorm(parameters, `${name}.bn2`, second, training);
  const shortcut =
    stride === 1
      ? x
      : batchNorm(
          parameters,
          `${name}.downsample.1`,
          convolution(parameters, `${name}.downsample.0`, x, { stride }),
          training,
        );
  return tf.relu(tf.add(residual, shortcut) as tf.Tensor4D);
}
