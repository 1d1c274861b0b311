// The layers of a network as data. The table and the picture of a summary are both made of them.

import type { ResNet18 } from "../../nn/images/resnet.js";
import type { ParameterOwner } from "../../nn/parameters.js";

/** One layer of a summary. */
export interface Layer {
  /** Unique in the network; `inputs` refer to it. */
  readonly name: string;
  /** The computation, in the paper's words. */
  readonly operation: string;
  /** Shape for one image, one text or one pair of them, such as `[16, 16, 768]`. */
  readonly output: readonly number[];
  /** The layers that own its parameters. */
  readonly owners: readonly ParameterOwner[];
  /** Names of the layers before it. */
  readonly inputs: readonly string[];
  /** Column in the picture, from left to right. */
  readonly lane: number;
}

/** One line of a summary's table. */
export interface SummaryRow {
  /** The layer's name. */
  readonly layer: string;
  /** The computation, in the paper's words. */
  readonly operation: string;
  /** Shape for one image, one text or one pair of them. */
  readonly output: readonly number[];
  /** Number of values that the layer owns, trained or tracked. */
  readonly parameters: number;
}

/** Makes a layer in one line. */
export function layer(
  name: string,
  operation: string,
  output: readonly number[],
  inputs: readonly string[],
  lane: number,
  owners: readonly ParameterOwner[] = [],
): Layer {
  return { name, operation, output, owners, inputs, lane };
}

/** Lists the layers of the trunk. */
export function resNet18Layers({ stem, stages }: ResNet18, imageSize: number, width: number): Layer[] {
  const first = imageSize / 4;
  return [
    layer("image", "RGB", [imageSize, imageSize, 3], [], 1),
    layer("stem", "7×7 convolution, max pooling", [first, first, width], ["image"], 1, stem),
    ...stages.map((stage, i) => {
      const side = first / 2 ** i;
      const input = i === 0 ? "stem" : `f${i}`;
      return layer(`f${i + 1}`, `residual stage ${i + 1}`, [side, side, width * 2 ** i], [input], 1, [stage]);
    }),
  ];
}
