// AMFMN as released: ResNet18 and MVSA for images, the skip-thoughts GRU for sentences, and one visual-guided
// attention. Keywords have no branch of their own here: they are read as a sentence.
import * as tf from "@tensorflow/tfjs-core";
import type { ImageRecord } from "../../../data/dataset.js";
import { normalizePixels } from "../../../nn/pixels.js";
import { createResNet18, type FeatureMaps, resNet18 } from "../../../nn/resnet.js";
import { sentenceOf, type TextQuery } from "../../../text/query.js";
import type { Vocabulary } from "../../../text/vocabulary.js";
import type { Layer } from "../../summary/layers.js";
import { Amfmn } from "../amfmn.js";
import { createGuidedAttention, guidedSimilarity, guidedText } from "../guidedAttention.js";
import type { ReleasedOptions } from "../options.js";
import { releasedLayers } from "./layers.js";
import { createTextEncoder, encodeText, encodeTextOnce } from "./textEncoder.js";
import {
  createVisualSelfAttention,
  type VisualSelfAttention,
  visualSelfAttention,
} from "./visualSelfAttention.js";

export class ReleasedAmfmn extends Amfmn {
  constructor(
    override readonly options: ReleasedOptions,
    vocabulary: Vocabulary,
    seed?: number,
  ) {
    super(options, vocabulary, seed);
    const { width, imageSize, attentionChannels, embedding, wordEmbedding, hidden, attention } = options;
    createResNet18(this.parameters, "extract_feature.resnet", width);
    createVisualSelfAttention(this.parameters, { width, imageSize, channels: attentionChannels, embedding });
    createTextEncoder(this.parameters, { words: vocabulary.size, wordEmbedding, hidden, embedding });
    createGuidedAttention(this.parameters, attention, embedding);
  }

  featureMaps(pixels: tf.Tensor4D, training = false): FeatureMaps {
    return resNet18(this.parameters, "extract_feature.resnet", normalizePixels(pixels), training);
  }

  attend(pixels: tf.Tensor4D, training = false): VisualSelfAttention {
    return visualSelfAttention(this.parameters, this.featureMaps(pixels, training));
  }

  encodeTexts(texts: readonly TextQuery[], dropoutSeed?: number): tf.Tensor2D {
    const sentences = texts.map((text) => this.vocabulary.encode(sentenceOf(text)));
    const { dropout: rate } = this.options;
    return tf.tidy(() => {
      if (dropoutSeed === undefined) return encodeTextOnce(this.parameters, sentences);
      return encodeText(this.parameters, sentences, rate > 0 ? { rate, seed: dropoutSeed } : undefined);
    });
  }

  guidedTexts(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D {
    return tf.tidy(() => guidedText(this.parameters, this.options.attention, visual, text));
  }

  similarity(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => guidedSimilarity(this.parameters, this.options.attention, visual, text));
  }

  queryOf(_record: ImageRecord, caption: string): TextQuery {
    return caption;
  }

  protected get title(): string {
    return `AMFMN as released, ${this.options.attention} attention`;
  }

  protected layers(): Layer[] {
    return releasedLayers(this.options, this.vocabulary.size);
  }
}
