// AMFMN as the paper describes it and nobody released it: multiscale MVSA with PReLU and L2, a bi-directional GRU
// for sentences, a branch for keywords, guided attention on both, and VGMF that weighs them. Each part can be
// switched off, which is what the ablations do.
import * as tf from "@tensorflow/tfjs-core";
import type { ImageRecord } from "../../../data/dataset.js";
import { normalizePixels } from "../../../nn/pixels.js";
import { createResNet18, type FeatureMaps, resNet18 } from "../../../nn/resnet.js";
import { completeQuery, type TextQuery } from "../../../text/query.js";
import type { Vocabulary } from "../../../text/vocabulary.js";
import type { Layer } from "../../summary/layers.js";
import { Amfmn } from "../amfmn.js";
import { cosineWithImages } from "../guidedAttention.js";
import type { PaperOptions } from "../options.js";
import type { VisualSelfAttention } from "../released/visualSelfAttention.js";
import { createFusionGate, fuse } from "./fusion.js";
import { createPaperAttention, paperGuidedText, type TextBranch } from "./guidedAttention.js";
import { paperLayers } from "./layers.js";
import { createKeywordMlp, createPaperText, encodeKeywords, encodeSentences } from "./textEncoder.js";
import {
  createGlobalFeature,
  createPaperVisualSelfAttention,
  globalAttention,
  paperVisualSelfAttention,
} from "./visualSelfAttention.js";

export class PaperAmfmn extends Amfmn {
  private readonly branches: readonly TextBranch[];

  constructor(
    override readonly options: PaperOptions,
    vocabulary: Vocabulary,
    seed?: number,
  ) {
    super(options, vocabulary, seed);
    const { width, imageSize, attentionChannels, embedding, wordEmbedding, visual, text, fusion } = options;
    const { parameters } = this;
    this.branches = text === "both" ? ["sentence", "keywords"] : [text];
    createResNet18(parameters, "resnet", width);
    if (visual === "multiscale") {
      createPaperVisualSelfAttention(parameters, {
        width,
        imageSize,
        channels: attentionChannels,
        embedding,
      });
    } else createGlobalFeature(parameters, width, embedding);
    createPaperText(parameters, { words: vocabulary.size, wordEmbedding, embedding });
    if (text !== "sentence") createKeywordMlp(parameters, embedding);
    for (const branch of this.branches)
      createPaperAttention(parameters, options.attention, embedding, branch);
    if (text === "both" && fusion === "gate") createFusionGate(parameters, embedding);
  }

  featureMaps(pixels: tf.Tensor4D, training = false): FeatureMaps {
    return resNet18(this.parameters, "resnet", normalizePixels(pixels), training);
  }

  attend(pixels: tf.Tensor4D, training = false): VisualSelfAttention {
    const maps = this.featureMaps(pixels, training);
    return this.options.visual === "multiscale"
      ? paperVisualSelfAttention(this.parameters, maps)
      : globalAttention(this.parameters, maps);
  }

  encodeTexts(texts: readonly TextQuery[], dropoutSeed?: number): tf.Tensor2D {
    const queries = texts.map(completeQuery);
    const { dropout: rate } = this.options;
    const dropout = dropoutSeed === undefined || rate === 0 ? undefined : { rate, seed: dropoutSeed };
    const words = (text: string) => this.vocabulary.encode(text);
    const encode = {
      sentence: () =>
        encodeSentences(
          this.parameters,
          queries.map(({ sentence }) => words(sentence)),
          dropout,
        ),
      keywords: () =>
        encodeKeywords(
          this.parameters,
          queries.map(({ keywords }) => keywords.map(words)),
          dropout,
        ),
    };
    return tf.tidy(() =>
      tf.concat(
        this.branches.map((branch) => encode[branch]()),
        1,
      ),
    );
  }

  /** F_t of eq. 27 where sentence and keywords are fused. */
  guidedTexts(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D {
    return tf.tidy(() => this.fusedText(visual, text));
  }

  similarity(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => cosineWithImages(visual, this.guidedTexts(visual, text)));
  }

  queryOf({ keywords }: ImageRecord, sentence: string): TextQuery {
    return { sentence, keywords };
  }

  protected get title(): string {
    const { text, visual, attention } = this.options;
    return `AMFMN of the paper: ${visual} image, ${text === "both" ? "sentence and keywords" : text}, attention ${attention}`;
  }

  protected layers(): Layer[] {
    return paperLayers(this.options, this.vocabulary.size);
  }

  private fusedText(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D {
    const { embedding } = this.options;
    const guided = this.branches.map((branch, i) => {
      const part = tf.slice(text, [0, i * embedding], [-1, embedding]);
      return paperGuidedText(this.parameters, this.options.attention, visual, part, branch);
    });
    const [first, second] = guided as [tf.Tensor3D, tf.Tensor3D?];
    if (!second) return first;
    if (this.options.fusion === "gate") return fuse(this.parameters, first, second);
    return tf.mul(tf.add(first, second), 0.5);
  }
}
