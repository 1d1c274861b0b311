// The parts that most models share: parameters, the summary, and pixels as their only input.
import * as tf from "@tensorflow/tfjs-core";
import type { ImageRecord } from "../../data/dataset.js";
import type { DecodeOptions } from "../../data/images/decodeOptions.js";
import { type ParameterLimit, Parameters } from "../../nn/parameters.js";
import type { TextQuery } from "../../text/query.js";
import type { Tokenizer } from "../../text/tokenizer.js";
import { type Layer, layer } from "../summary/layers.js";
import { ModelSummary } from "../summary/summary.js";
import type { ImageBatch, ImageInputs, ImageTensors } from "./imageInputs.js";
import type { LocalKind, LocalSource } from "./localInputs.js";
import type { TrainingRecipe } from "./recipe.js";
import type { ModelOptions, RetrievalModel } from "./retrievalModel.js";

/** Everything that a model is made of besides its layers. */
export interface ModelSetup {
  /** Turns texts into token numbers. */
  readonly tokenizer: Tokenizer;
  /** Seed of the initial weights; without it all weights are zero, to be filled from a file. */
  readonly seed?: number;
  /** Training options that suit the model. */
  readonly recipe: TrainingRecipe;
  /** Largest size of the model, when a file describes it. */
  readonly parameterLimit?: ParameterLimit;
}

/**
 * A model whose only input is `pixels`, [images, imageSize, imageSize, 3], RGB in 0…1. A subclass with other inputs
 * overrides `prepare`.
 *
 * @example
 * class Brightness extends BaseModel {
 *   readonly pairwise = true;
 *   readonly imageSize = 8;
 *   encodeImages(inputs: ImageTensors) {
 *     const pixels = requireInput(inputs, "pixels", 4);
 *     return tf.reshape(tf.mean(pixels, [1, 2, 3]), [-1, 1]) as tf.Tensor2D; // [images, 1]
 *   }
 *   encodeTexts(texts: readonly TextQuery[]) {
 *     return tf.tensor2d(texts.map((text) => [sentenceOf(text).includes("white") ? 1 : 0])); // [texts, 1]
 *   }
 *   similarity(visual: tf.Tensor2D, text: tf.Tensor2D) {
 *     return tf.neg(tf.abs(tf.sub(visual, tf.transpose(text)))) as tf.Tensor2D; // [images, texts]
 *   }
 * }
 * const brightness = new Brightness({ network: "brightness" }, { tokenizer: vocabulary, recipe: {} });
 * console.log(await score(brightness, paths.slice(0, 1), ["a white roof"]));
 */
export abstract class BaseModel implements RetrievalModel {
  abstract readonly pairwise: boolean;
  abstract readonly imageSize: number;
  /** Weights and buffers. */
  readonly parameters: Parameters;
  readonly tokenizer: Tokenizer;
  readonly recipe: TrainingRecipe;
  decoding: DecodeOptions = {};
  local?: LocalKind | LocalSource;

  constructor(
    /** Options of the network, as the checkpoint stores them. */
    readonly options: ModelOptions,
    { tokenizer, seed, recipe, parameterLimit }: ModelSetup,
  ) {
    this.tokenizer = tokenizer;
    this.recipe = recipe;
    this.parameters = new Parameters(seed, parameterLimit);
  }

  abstract encodeImages(inputs: ImageTensors, training?: boolean, dropoutSeed?: number): tf.Tensor2D;
  abstract encodeTexts(texts: readonly TextQuery[], dropoutSeed?: number): tf.Tensor2D;
  abstract similarity(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D;

  /** Number of trained values. */
  get parameterCount(): number {
    return [...this.parameters.trainable.values()].reduce((sum, { size }) => sum + size, 0);
  }

  async prepare({ images, pixels }: ImageBatch): Promise<ImageInputs> {
    const size = this.imageSize;
    return { pixels: { shape: [images.length, size, size, 3], values: await pixels(size) } };
  }

  queryOf(_record: ImageRecord, caption: string): TextQuery {
    return caption;
  }

  /**
   * Lists layers, shapes and parameters: a table when printed, with a picture of the architecture in a notebook.
   *
   * @example
   * console.log(String(model.summary()));
   */
  summary(): ModelSummary {
    const sizes = this.parameters.list().map(({ name, variable, isWeight }) => ({
      name,
      size: variable.size,
      trained: isWeight,
    }));
    return new ModelSummary(this.title, this.layers(), sizes);
  }

  dispose(): void {
    this.parameters.dispose();
  }

  /** Heading of the summary. */
  protected get title(): string {
    return this.options.network;
  }

  /** Layers in the order of computation. By default one for each part that owns parameters. */
  protected layers(): Layer[] {
    const parts = new Set(this.parameters.list().map(({ name }) => name.split(".")[0]!));
    return [...parts].map((name) => layer(name, "", [], [], 0, [{ name }]));
  }
}

/**
 * A model whose image and text vectors do not depend on each other. Its encoders return vectors of length 1, so that a
 * product of two is their cosine.
 *
 * @example
 * class AverageColor extends DualEncoder {
 *   readonly imageSize = 32;
 *   private readonly color = new Linear(this.parameters.at("color"), 3, 8);
 *   private readonly words = new Linear(this.parameters.at("words"), this.tokenizer.size, 8);
 *
 *   encodeImages(inputs: ImageTensors) {
 *     const pixels = requireInput(inputs, "pixels", 4);
 *     return l2Normalize(this.color.apply(tf.mean(pixels, [1, 2]))); // [images, 8]
 *   }
 *   encodeTexts(texts: readonly TextQuery[]) {
 *     const bags = texts.map((text) => {
 *       const counts = new Array<number>(this.tokenizer.size).fill(0);
 *       for (const id of this.tokenizer.encode(sentenceOf(text))) counts[id]! += 1;
 *       return counts;
 *     });
 *     return l2Normalize(this.words.apply(tf.tensor2d(bags))); // [texts, 8]
 *   }
 * }
 * const encoder = new AverageColor({ network: "average-color" }, { tokenizer: vocabulary, seed: 1, recipe: {} });
 * console.log(await score(encoder, paths.slice(0, 2), ["a blue lake"]));
 */
export abstract class DualEncoder extends BaseModel {
  readonly pairwise = false;

  similarity(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D {
    return tf.matMul(visual, text, false, true);
  }
}
