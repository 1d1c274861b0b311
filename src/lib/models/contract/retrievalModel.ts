// The contract of every retrieval model. Training, evaluation, search, localization and checkpoints know this interface only.
import type * as tf from "@tensorflow/tfjs-core";
import type { ImageRecord } from "../../data/dataset.js";
import type { DecodeOptions } from "../../data/images/decodeOptions.js";
import type { Resizing } from "../../data/images/resizing.js";
import type { ParameterOwner, Parameters } from "../../nn/parameters.js";
import type { TextQuery } from "../../text/query.js";
import type { Tokenizer } from "../../text/tokenizer.js";
import type { ModelSummary } from "../summary/summary.js";
import type { ImageBatch, ImageInputs, ImageTensors } from "./imageInputs.js";
import type { LocalKind, LocalSource } from "./localInputs.js";
import type { TrainingRecipe } from "./recipe.js";

/** Options of a model as its checkpoint stores them: JSON values, with the name of the family that reads them. */
export interface ModelOptions {
  /** The registered family, such as `released`. */
  readonly network: string;
}

/** A model that compares images with texts. */
export interface RetrievalModel {
  /** Options of the network, as the checkpoint stores them. */
  readonly options: ModelOptions;
  /** Turns texts into token numbers. */
  readonly tokenizer: Tokenizer;
  /** Weights and buffers. */
  readonly parameters: Parameters;
  /** Number of trained values. */
  readonly parameterCount: number;
  /** Training options that suit the model; `fit` uses them by default. */
  readonly recipe: TrainingRecipe;
  /**
   * Bands and stretch of the images that the model was trained with. `fit` sets them, checkpoints keep them, and images
   * are read with them wherever the caller names no others.
   */
  decoding?: DecodeOptions;
  /**
   * Source of the inputs beside the pixels, or their kind where a source must be opened. `fit` sets it, checkpoints keep
   * its kind and settings, and it is read wherever the caller names no other. Models that read pixels alone have none.
   */
  local?: LocalKind | LocalSource;
  /** Filter and form of the resizing to `imageSize`. Without it images are stretched by the bilinear filter. */
  readonly resizing?: Resizing;
  /** Names for groups of layers, such as `image` and `text`, so that they can be frozen together. */
  readonly parts?: Readonly<Record<string, readonly ParameterOwner[]>>;
  /** Height and width of the `pixels` input, in pixels. */
  readonly imageSize: number;
  /**
   * True when a score needs both sides, as in AMFMN, where each image guides the text. False for a dual encoder, whose
   * scores are the products of independent vectors. Such vectors can be kept in an index and searched by one product.
   */
  readonly pairwise: boolean;

  /** Reads the named inputs of a batch of images. */
  prepare(batch: ImageBatch): Promise<ImageInputs>;

  /**
   * @param inputs as `prepare` returns them, as tensors
   * @param training updates running statistics and keeps the values that gradients need
   * @param dropoutSeed seed of the dropped elements in training; without it nothing is dropped
   * @returns [images, n]
   */
  encodeImages(inputs: ImageTensors, training?: boolean, dropoutSeed?: number): tf.Tensor2D;

  /**
   * @param texts sentences, keywords or both
   * @param dropoutSeed seed of the dropped elements in training; without it nothing is dropped
   * @returns [texts, m]
   */
  encodeTexts(texts: readonly TextQuery[], dropoutSeed?: number): tf.Tensor2D;

  /**
   * Scores every image with every text of a block. A dual encoder returns the product `visual · textᵀ`.
   *
   * @param visual [images, n] @param text [texts, m] @returns [images, texts]
   */
  similarity(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D;

  /** Returns the text that the model reads for a caption: the caption, the image's keywords, or both. */
  queryOf(record: ImageRecord, caption: string): TextQuery;

  /** Lists layers, shapes and parameters. */
  summary(): ModelSummary;

  /** Frees the memory of the parameters. */
  dispose(): void;
}
