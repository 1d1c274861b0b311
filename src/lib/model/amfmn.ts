// AMFMN as released: an image encoder (ResNet18, MVSA), a text encoder (GRU), and the visual-guided attention
// that compares every image with every text. A plain object that holds named variables.
import * as tf from "@tensorflow/tfjs-core";
import type { Vocabulary } from "../data/vocabulary.js";
import { createGuidedAttention, guidedSimilarity } from "../layers/guidedAttention.js";
import { Parameters } from "../layers/parameters.js";
import { createResNet18, resNet18 } from "../layers/resnet.js";
import { createTextEncoder, encodeText } from "../layers/textEncoder.js";
import {
  createVisualSelfAttention,
  type VisualSelfAttention,
  visualSelfAttention,
} from "../layers/visualSelfAttention.js";
import { checkModelOptions, type ModelOptions } from "./options.js";
import { normalizePixels } from "./pixels.js";

/** Texts compared with one block of images at a time: bounds memory at block × texts × embedding numbers. */
const pairsAtOnce = 16_384;

export class Amfmn {
  readonly parameters: Parameters;

  /** @throws {OptionError} when an option is outside of its range */
  constructor(
    readonly options: ModelOptions,
    readonly vocabulary: Vocabulary,
    seed: number,
  ) {
    checkModelOptions(options);
    const { width, imageSize, attentionChannels, embedding, wordEmbedding, hidden, attention } = options;
    this.parameters = new Parameters(seed);
    createResNet18(this.parameters, "extract_feature.resnet", width);
    createVisualSelfAttention(this.parameters, { width, imageSize, channels: attentionChannels, embedding });
    createTextEncoder(this.parameters, { words: vocabulary.size, wordEmbedding, hidden, embedding });
    createGuidedAttention(this.parameters, attention, embedding);
  }

  /** How many numbers are trained. */
  get parameterCount(): number {
    return [...this.parameters.trainable.values()].reduce((sum, variable) => sum + variable.size, 0);
  }

  /**
   * Every stage of the image's way through MVSA.
   * @param pixels [batch, imageSize, imageSize, 3], RGB in 0…1
   */
  attend(pixels: tf.Tensor4D, training = false): VisualSelfAttention {
    return visualSelfAttention(
      this.parameters,
      resNet18(this.parameters, "extract_feature.resnet", normalizePixels(pixels), training),
    );
  }

  /** @param pixels [batch, imageSize, imageSize, 3], RGB in 0…1 @returns [batch, embedding] */
  encodeImages(pixels: tf.Tensor4D, training = false): tf.Tensor2D {
    return tf.tidy(() => this.attend(pixels, training).embedding);
  }

  /**
   * Where the model looks: the absolute gated map of MVSA, scaled to 0…1 for each image.
   * @param pixels [batch, imageSize, imageSize, 3], RGB in 0…1
   * @returns [batch, imageSize/16, imageSize/16]
   */
  salientMask(pixels: tf.Tensor4D): tf.Tensor3D {
    return tf.tidy(() => {
      const map = tf.abs(this.attend(pixels).salientMap);
      const low = tf.min(map, [1, 2], true);
      return tf.div(tf.sub(map, low), tf.maximum(tf.sub(tf.max(map, [1, 2], true), low), 1e-8));
    });
  }

  /** @param texts sentences; an unknown word counts as `<unk>` @returns [texts, embedding] */
  encodeTexts(texts: readonly string[], training = false): tf.Tensor2D {
    const sentences = texts.map((text) => this.vocabulary.encode(text));
    return tf.tidy(() => encodeText(this.parameters, sentences, training ? this.options.dropout : 0));
  }

  /** Cosines of every image with every text as it guides it, [images, texts], of at most one block. */
  similarity(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => guidedSimilarity(this.parameters, this.options.attention, visual, text));
  }

  /**
   * The same for any number of images and texts, block by block.
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

  dispose(): void {
    this.parameters.dispose();
  }
}

/**
 * A new model with random weights; the same seed gives the same ones on every engine.
 *
 * @example
 * const model = createModel(modelConfigs["lesson/small"], Vocabulary.build(captions), 1);
 */
export function createModel(options: ModelOptions, vocabulary: Vocabulary, seed = 1): Amfmn {
  return new Amfmn(options, vocabulary, seed);
}
