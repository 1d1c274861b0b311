// The two text encoders of GaLR: skip-thoughts' GRU as released, and the bidirectional GRU of the paper.
import * as tf from "@tensorflow/tfjs-core";
import { Linear } from "../../nn/linear.js";
import { l2Normalize } from "../../nn/normalize.js";
import type { ParameterOwner, Parameters } from "../../nn/parameters.js";
import type { GruDropout } from "../../nn/sequences/gruMasks.js";
import type { Words } from "../../nn/sequences/padSequences.js";
import { toTensors } from "../contract/imageInputs.js";
import type { TextInputs, TextTensors } from "../contract/textInputs.js";
import type { TextOptions } from "../encoders/options.js";
import { releasedTextLayers } from "../encoders/texts/layers.js";
import { ReleasedTextEncoder } from "../encoders/texts/releasedTextEncoder.js";
import { SentenceEncoder } from "../encoders/texts/sentenceEncoder.js";
import { lengthStep } from "../encoders/texts/sentenceInputs.js";
import { type Layer, layer } from "../summary/layers.js";

/** The text encoders. */
export const textEncoders = ["skip-thoughts", "bi-gru"] as const;

/** Options of GaLR's texts. */
export interface GalrTextOptions extends TextOptions {
  /** `skip-thoughts` as released, or `bi-gru` as the paper has it. */
  readonly text: (typeof textEncoders)[number];
  /** Length of skip-thoughts' state. The bidirectional GRU has `embedding` units in each direction. */
  readonly hidden: number;
}

/** Encodes sentences as vectors of length 1. */
export interface GalrTextEncoder {
  /** Reads sentences for `encode`. @param dropoutSeed seed of the dropped elements in training */
  inputs(sentences: readonly Words[], dropoutSeed?: number): TextInputs;
  /** Encodes sentences word by word, for training. @returns [sentences, embedding] */
  encode(inputs: TextTensors): tf.Tensor2D;
  /** Returns the same vectors for evaluation. */
  encodeOnce(sentences: readonly Words[]): tf.Tensor2D;
  /** Lists the layers from the caption to `t`. @param lane column in the picture */
  layers(lane: number): Layer[];
}

/** Creates the text encoder of some options. @param words rows of the embedding table */
export function createTextEncoder(
  parameters: Parameters,
  options: GalrTextOptions,
  words: number,
): GalrTextEncoder {
  const Encoder = options.text === "bi-gru" ? BidirectionalEncoder : SkipThoughtsEncoder;
  return new Encoder(parameters, options, words);
}

/** t = L2(ReLU(W·last state)). */
class SkipThoughtsEncoder implements GalrTextEncoder {
  private readonly encoder: ReleasedTextEncoder;

  constructor(
    parameters: Parameters,
    private readonly options: GalrTextOptions,
    private readonly words: number,
  ) {
    this.encoder = new ReleasedTextEncoder(parameters, { ...options, words });
  }

  inputs(sentences: readonly Words[], dropoutSeed?: number): TextInputs {
    return this.encoder.inputs(sentences, gruDropout(this.options, dropoutSeed));
  }

  encode(inputs: TextTensors): tf.Tensor2D {
    return l2Normalize(this.encoder.encode(inputs));
  }

  encodeOnce(sentences: readonly Words[]): tf.Tensor2D {
    return l2Normalize(this.encoder.encodeOnce(sentences));
  }

  layers(lane: number): Layer[] {
    return releasedTextLayers(this.encoder, this.options, this.words, lane);
  }
}

/** t = L2(MLP(mean of the words' states)), with the mean of both directions as the state of a word. */
class BidirectionalEncoder implements GalrTextEncoder {
  private readonly sentences: SentenceEncoder;
  private readonly mlp: readonly [Linear, Linear];
  private readonly mlpOwner: ParameterOwner;

  constructor(
    parameters: Parameters,
    private readonly options: GalrTextOptions,
    private readonly words: number,
  ) {
    const { embedding } = options;
    const mlp = parameters.at("text.mlp");
    this.sentences = new SentenceEncoder(parameters, { ...options, words });
    this.mlp = [new Linear(mlp.at("0"), embedding, embedding), new Linear(mlp.at("1"), embedding, embedding)];
    this.mlpOwner = mlp;
  }

  inputs(sentences: readonly Words[], dropoutSeed?: number): TextInputs {
    const trains = dropoutSeed !== undefined;
    const dropout = gruDropout(this.options, dropoutSeed);
    return this.sentences.inputs(sentences, { dropout, multiple: trains ? lengthStep : 1 });
  }

  encode(inputs: TextTensors): tf.Tensor2D {
    const mean = this.sentences.encode(inputs);
    return l2Normalize(this.mlp[1].apply(tf.relu(this.mlp[0].apply(mean))));
  }

  encodeOnce(sentences: readonly Words[]): tf.Tensor2D {
    return this.encode(toTensors(this.inputs(sentences)));
  }

  layers(lane: number): Layer[] {
    const { embedding, forward, backward } = this.sentences;
    const { wordEmbedding, embedding: length } = this.options;
    return [
      layer("caption", "word numbers", [], [], lane),
      layer("words", `embeddings of ${this.words} words`, [wordEmbedding], ["caption"], lane, [embedding]),
      layer("bi-GRU", "mean of both directions", [length], ["words"], lane, [forward, backward]),
      layer("t", "mean over the words, MLP", [length], ["bi-GRU"], lane, [this.mlpOwner]),
    ];
  }
}

function gruDropout({ dropout: rate }: TextOptions, seed: number | undefined): GruDropout | undefined {
  return seed !== undefined && rate > 0 ? { rate, seed } : undefined;
}
