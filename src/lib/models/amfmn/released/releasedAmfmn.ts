// AMFMN as released: ResNet18 and MVSA for images, the skip-thoughts GRU for texts, and one visual-guided attention.
import * as tf from "@tensorflow/tfjs-core";
import { normalizePixels } from "../../../nn/images/normalizePixels.js";
import { type FeatureMaps, ResNet18 } from "../../../nn/images/resnet.js";
import { l2Normalize } from "../../../nn/normalize.js";
import { sentenceOf, type TextQuery } from "../../../text/query.js";
import type { ModelSetup } from "../../contract/baseModel.js";
import type { UnguidedScoresModel, WindowCorner } from "../../contract/capabilities.js";
import { toTensors } from "../../contract/imageInputs.js";
import type { RecordableModel, TextInputs, TextTensors } from "../../contract/textInputs.js";
import { ReleasedVisualSelfAttention } from "../../encoders/images/releasedSelfAttention.js";
import type { VisualSelfAttention } from "../../encoders/images/salientGate.js";
import { ReleasedTextEncoder } from "../../encoders/texts/releasedTextEncoder.js";
import type { Layer } from "../../summary/layers.js";
import { Amfmn } from "../amfmn.js";
import { createTextGuide, type TextGuide } from "../guidedAttention.js";
import { releasedLayers } from "./layers.js";
import type { ReleasedOptions } from "./options.js";

/**
 * The released network. It reads keywords as a sentence, because it has no branch for them.
 *
 * @example
 * const network: ReleasedAmfmn = createModel("lesson/small", { vocabulary });
 * network.parameters.freeze(network.resnet); // trains all but the trunk
 */
export class ReleasedAmfmn extends Amfmn implements RecordableModel, UnguidedScoresModel {
  /** The trunk of the image encoder. */
  readonly resnet: ResNet18;
  /** The visual self-attention. */
  readonly mvsa: ReleasedVisualSelfAttention;
  /** The text encoder. */
  readonly text: ReleasedTextEncoder;
  /** The visual-guided attention. */
  readonly guide: TextGuide;

  constructor(
    /** Sizes and attention of the network. */
    override readonly options: ReleasedOptions,
    setup: ModelSetup,
  ) {
    super(options, setup);
    const { parameters } = this;
    const {
      width,
      imageSize,
      attentionChannels: channels,
      embedding,
      wordEmbedding,
      hidden,
      attention,
    } = options;
    const words = setup.tokenizer.size;
    this.resnet = new ResNet18(parameters.at("extract_feature.resnet"), width);
    this.mvsa = new ReleasedVisualSelfAttention(parameters, { width, imageSize, channels, embedding });
    this.text = new ReleasedTextEncoder(parameters, { words, wordEmbedding, hidden, embedding });
    this.guide = createTextGuide(attention, parameters.at("cross_attention_s"), embedding);
  }

  protected trunkMaps(pixels: tf.Tensor4D, training: boolean): FeatureMaps {
    return this.resnet.apply(normalizePixels(pixels), training);
  }

  protected selfAttention(maps: FeatureMaps): VisualSelfAttention {
    return this.mvsa.apply(maps);
  }

  protected override windowAttention(
    maps: FeatureMaps,
    corners: readonly WindowCorner[],
  ): VisualSelfAttention {
    return this.mvsa.applyToWindows(maps, corners, this.imageSize);
  }

  encodeTexts(texts: readonly TextQuery[], dropoutSeed?: number): tf.Tensor2D {
    return tf.tidy(() => {
      if (dropoutSeed === undefined) return this.text.encodeOnce(this.sentences(texts));
      return this.encodePreparedTexts(toTensors(this.prepareTexts(texts, dropoutSeed)));
    });
  }

  prepareTexts(texts: readonly TextQuery[], dropoutSeed?: number): TextInputs {
    const { dropout: rate } = this.options;
    const drops = dropoutSeed !== undefined && rate > 0;
    return this.text.inputs(this.sentences(texts), drops ? { rate, seed: dropoutSeed } : undefined);
  }

  encodePreparedTexts(inputs: TextTensors): tf.Tensor2D {
    return tf.tidy(() => this.text.encode(inputs));
  }

  guidedTexts(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D {
    return tf.tidy(() => this.guide.guide(visual, text));
  }

  similarity(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => this.guide.similarity(visual, text));
  }

  unguidedSimilarity(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => tf.matMul(l2Normalize(visual), l2Normalize(text), false, true));
  }

  private sentences(texts: readonly TextQuery[]): number[][] {
    return texts.map((text) => this.tokenizer.encode(sentenceOf(text)));
  }

  protected override get title(): string {
    return `AMFMN as released, ${this.options.attention} attention`;
  }

  protected override layers(): Layer[] {
    return releasedLayers(this, this.tokenizer.size);
  }
}
