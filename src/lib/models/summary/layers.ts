// What a network is made of, as data: its layers with what each takes and gives. The table and the picture of a
// summary are both made of it.

export interface Layer {
  /** Unique in the network; `inputs` name it. */
  readonly name: string;
  /** What it does, in the paper's words. */
  readonly operation: string;
  /** Shape for one image, one text or one pair of them, such as `[16, 16, 768]`. */
  readonly output: readonly number[];
  /** Names of the parameters that it holds, or of the groups that hold them. */
  readonly parameters: readonly string[];
  readonly inputs: readonly string[];
  /** Where the picture puts it: columns from left to right. */
  readonly lane: number;
}

/** A layer in one line. */
export function layer(
  name: string,
  operation: string,
  output: readonly number[],
  inputs: readonly string[],
  lane: number,
  parameters: readonly string[] = [],
): Layer {
  return { name, operation, output, parameters, inputs, lane };
}

/** The trunk, whose names are the same in both networks below a prefix. */
export function resNet18Layers(prefix: string, imageSize: number, width: number): Layer[] {
  const stages = [1, 2, 3, 4].map((stage): Layer => {
    const side = imageSize / 2 ** (stage + 1);
    return {
      name: `f${stage}`,
      operation: `residual stage ${stage}`,
      output: [side, side, width * 2 ** (stage - 1)],
      parameters: [`${prefix}.layer${stage}`],
      inputs: [stage === 1 ? "stem" : `f${stage - 1}`],
      lane: 1,
    };
  });
  return [
    {
      name: "image",
      operation: "RGB",
      output: [imageSize, imageSize, 3],
      parameters: [],
      inputs: [],
      lane: 1,
    },
    {
      name: "stem",
      operation: "7×7 convolution, max pooling",
      output: [imageSize / 4, imageSize / 4, width],
      parameters: [`${prefix}.conv1`, `${prefix}.bn1`],
      inputs: ["image"],
      lane: 1,
    },
    ...stages,
  ];
}
