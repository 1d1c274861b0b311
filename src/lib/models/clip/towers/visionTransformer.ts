// The vision transformer of CLIP (Dosovitskiy et al., 2021; Radford et al., 2021).
import * as tf from "@tensorflow/tfjs-core";
import { Convolution } from "../../../nn/images/convolution.js";
import type { Scope } from "../../../nn/parameters.js";
import type { AdapterShape } from "../../../nn/transformers/adapter.js";
import { LayerNorm } from "../../../nn/transformers/layerNorm.js";
import { Transformer } from "../../../nn/transformers/transformer.js";
import type { ClipOptions } from "../options.js";
import type { ImageTower } from "./imageTower.js";

/** Patches and a class token through a transformer. The class token's output is projected to the joint embedding. */
export class VisionTransformer implements ImageTower {
  readonly transformer: Transformer;
  readonly attentions;
  private readonly patches: Convolution;
  private readonly classToken: tf.Tensor;
  private readonly positions: tf.Tensor;
  private readonly normBefore: LayerNorm;
  private readonly normAfter: LayerNorm;
  private readonly projection: tf.Tensor2D;

  constructor(scope: Scope, options: ClipOptions, adapters: AdapterShape | undefined) {
    const { width, imageSize, patchSize, imageLayers, imageHeads, activation, embedding } = options;
    const normal = { kind: "normal", deviation: width ** -0.5 } as const;
    const tokens = (imageSize / patchSize) ** 2 + 1;
    this.classToken = scope.weight("class_embedding", [width], normal);
    this.positions = scope.weight("positional_embedding", [tokens, width], normal);
    this.projection = scope.weight("proj", [width, embedding], normal) as tf.Tensor as tf.Tensor2D;
    const patch = { size: patchSize, stride: patchSize, inputs: 3, outputs: width };
    this.patches = new Convolution(scope.at("conv1"), patch);
    this.normBefore = new LayerNorm(scope.at("ln_pre"), width);
    const shape = { width, layers: imageLayers[0]!, heads: imageHeads, activation, adapters };
    this.transformer = new Transformer(scope.at("transformer.resblocks"), shape);
    this.attentions = this.transformer.attentions;
    this.normAfter = new LayerNorm(scope.at("ln_post"), width);
  }

  adapt(adapters: AdapterShape): void {
    this.transformer.adapt(adapters);
  }

  apply(pixels: tf.Tensor4D): tf.Tensor2D {
    const batch = pixels.shape[0];
    const width = this.classToken.shape[0]!;
    const tokens = tf.tidy(() => {
      const patches = tf.reshape(this.patches.apply(pixels), [batch, -1, width]); // [batch, patches, width]
      const first = tf.add(tf.zeros([batch, 1, width]), this.classToken);
      return this.normBefore.apply(tf.add(tf.concat([first, patches], 1), this.positions)) as tf.Tensor3D;
    });
    const pick = firstTokens(batch, tokens.shape[1]);
    const read = tf.reshape(this.transformer.apply(tokens, { pick }), [batch, width]) as tf.Tensor2D;
    return tf.matMul(this.normAfter.apply(read), this.projection); // [batch, embedding]
  }
}

/** Returns rows that pick the first token of each sequence, [batch, 1, tokens]. */
function firstTokens(batch: number, tokens: number): tf.Tensor3D {
  const values = new Float32Array(batch * tokens);
  for (let row = 0; row < batch; row++) values[row * tokens] = 1;
  return tf.tensor3d(values, [batch, 1, tokens]);
}
