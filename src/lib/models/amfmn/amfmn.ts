// What every AMFMN is: an image encoder and a text encoder over named variables, and scores that compare every
// image with every text. `ReleasedAmfmn` and `PaperAmfmn` say how; whatever trains, evaluates, searches or saves
// a model knows only this class.
import * as tf from "@tensorflow/tfjs-core";
import type { ImageRecord } from "../../data/dataset.js";
import { Parameters } from "../../nn/parameters.js";
import type { FeatureMaps } from "../../nn/resnet.js";
import { resizeBilinear } from "../../nn/upsample.js";
import type { TextQuery } from "../../text/query.js";
import type { Vocabulary } from "../../text/vocabulary.js";
import type { Layer } from "../summary/layers.js";
import { ModelSummary } from "../summary/summary.js";
import type { ModelOptions } from "./options.js";
import type { VisualSelfAttention } from "./released/visualSelfAttention.js";

/** Pairs compared at a time: bounds memory at pairs × embedding numbers. */
const pairsAtOnce = 16_384;

export abstract class Amfmn {
  readonly parameters: Parameters;

  protected constructor(
    readonly options: ModelOptions,
    readonly vocabulary: Vocabulary,
    seed?: number,
  ) {
    this.parameters = new Parameters(seed);
  }

  /** How many numbers are trained. */
  get parameterCount(): number {
    return [...this.parameters.trainable.values()].reduce((sum, variable) => sum + variable.size, 0);
  }

  /**
   * What ResNet18 sees at four scales.
   * @param pixels [batch, imageSize, imageSize, 3], RGB in 0…1
   */
  abstract featureMaps(pixels: tf.Tensor4D, training?: boolean): FeatureMaps;

  /**
   * Every stage of the image's way through MVSA.
   * @param pixels [batch, imageSize, imageSize, 3], RGB in 0…1
   */
  abstract attend(pixels: tf.Tensor4D, training?: boolean): VisualSelfAttention;

  /**
   * @param texts sentences, keywords or both; an unknown word counts as `<unk>`
   * @param dropoutSeed in training, what the dropped elements are drawn from; without it none is dropped
   * @returns [texts, n], with n the embedding, or twice it where sentence and keywords stand side by side
   */
  abstract encodeTexts(texts: readonly TextQuery[], dropoutSeed?: number): tf.Tensor2D;

  /**
   * Every text as each image guides it.
   * @param visual [images, embedding]
   * @param text as `encodeTexts` gives it
   * @returns [images, texts, embedding]; [1, texts, embedding] where images guide nothing
   */
  abstract guidedTexts(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D;

  /** Cosines of every image with every text as it guides it, [images, texts], of at most one block. */
  abstract similarity(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D;

  /** What the model reads of one caption of a record: the caption, its image's keywords, or both. */
  abstract queryOf(record: ImageRecord, caption: string): TextQuery;

  /** @param pixels [batch, imageSize, imageSize, 3], RGB in 0…1 @returns [batch, embedding] */
  encodeImages(pixels: tf.Tensor4D, training = false): tf.Tensor2D {
    return tf.tidy(() => this.attend(pixels, training).embedding);
  }

  /**
   * Where the model looks: the absolute gated map of MVSA, scaled to 0…1 for each image.
   * @param pixels [batch, imageSize, imageSize, 3], RGB in 0…1
   * @param size height and width to bring it to smoothly, such as those of the image that it is laid over
   * @returns [batch, imageSize/16, imageSize/16], or [batch, size, size]
   */
  salientMask(pixels: tf.Tensor4D, size?: number): tf.Tensor3D {
    return tf.tidy(() => {
      const map = tf.abs(this.attend(pixels).salientMap);
      const low = tf.min(map, [1, 2], true);
      const mask = tf.div(tf.sub(map, low), tf.maximum(tf.sub(tf.max(map, [1, 2], true), low), 1e-8));
      if (size === undefined) return mask as tf.Tensor3D;
      return tf.squeeze(resizeBilinear(tf.expandDims(mask, 3), size), [3]);
    });
  }

  /**
   * Scores of any number of images and texts, block by block.
   * @returns row after row, images × texts numbers in −1…1
   */
  async similarityMatrix(visual: tf.Tensor2D, text: tf.Tensor2D): Promise<Float32Array> {
    const [images, texts] = [visual.shape[0], text.shape[0]];
    const matrix = new Float32Array(images * texts);
    const blockRows = Math.max(1, Math.floor(pairsAtOnce / texts));
    for (let first = 0; first < images; first += blockRows) {
      const rows = Math.min(blockRows, images - first);
      const block = tf.tidy(() => this.similarity(tf.slice(visual, [first, 0], [rows, -1]), text));
      matrix.set(await block.data(), first * texts);
      block.dispose();
    }
    return matrix;
  }

  /**
   * Layers, shapes and parameters: a table when printed, with a picture of the architecture in a notebook.
   *
   * @example
   * console.log(String(model.summary()));
   */
  summary(): ModelSummary {
    const { trainable, buffers } = this.parameters;
    const sizes = (variables: ReadonlyMap<string, tf.Variable>, trained: boolean) =>
      [...variables].map(([name, { size }]) => ({ name, size, trained }));
    return new ModelSummary(this.title, this.layers(), [...sizes(trainable, true), ...sizes(buffers, false)]);
  }

  dispose(): void {
    this.parameters.dispose();
  }

  /** What a summary is headed with. */
  protected abstract readonly title: string;

  /** In the order of computation. */
  protected abstract layers(): Layer[];
}
