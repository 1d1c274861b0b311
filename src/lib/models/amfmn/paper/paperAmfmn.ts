// AMFMN as the paper describes it. Each part can be switched off, which makes the ablations.
import * as tf from "@tensorflow/tfjs-core";
import type { ImageRecord } from "../../../data/dataset.js";
import { normalizePixels } from "../../../nn/images/normalizePixels.js";
import { type FeatureMaps, ResNet18 } from "../../../nn/images/resnet.js";
import { completeQuery, type TextQuery } from "../../../text/query.js";
import type { ModelSetup } from "../../contract/baseModel.js";
import { toTensors } from "../../contract/imageInputs.js";
import type { RecordableModel, TextInputs, TextTensors } from "../../contract/textInputs.js";
import type { VisualSelfAttention } from "../../encoders/images/salientGate.js";
import { SentenceEncoder } from "../../encoders/texts/sentenceEncoder.js";
import { lengthStep } from "../../encoders/texts/sentenceInputs.js";
import type { Layer } from "../../summary/layers.js";
import { Amfmn } from "../amfmn.js";
import { cosineWithImages } from "../guidedAttention.js";
import { FusionGate } from "./fusion.js";
import { createPaperGuide, type PaperGuide, type TextBranch } from "./guidedAttention.js";
import { KeywordEncoder } from "./keywordEncoder.js";
import { paperLayers } from "./layers.js";
import type { PaperOptions } from "./options.js";
import { GlobalFeature, type ImageHead, PaperVisualSelfAttention } from "./visualSelfAttention.js";

/**
 * The paper's network: multiscale MVSA, a sentence and a keyword branch, guided attention on both, and VGMF.
 *
 * @example
 * const network: PaperAmfmn = createModel("lesson/m9", { vocabulary });
 * console.log(network.branches); // ["sentence", "keywords"]
 */
export class PaperAmfmn extends Amfmn implements RecordableModel {
  /** The branches that read a text, in the order of their vectors. */
  readonly branches: readonly TextBranch[];
  /** The trunk of the image encoder. */
  readonly resnet: ResNet18;
  /** MVSA, or the global feature in an ablation. */
  readonly head: ImageHead;
  /** The encoder of sentences. */
  readonly sentences: SentenceEncoder;
  /** The encoder of keywords; undefined without that branch. */
  readonly keywords: KeywordEncoder | undefined;
  /** One layer for each branch. */
  readonly guides: readonly PaperGuide[];
  /** VGMF; undefined without it. */
  readonly fusion: FusionGate | undefined;

  constructor(
    /** Sizes and parts of the network. */
    override readonly options: PaperOptions,
    setup: ModelSetup,
  ) {
    super(options, setup);
    const { parameters } = this;
    const { width, imageSize, attentionChannels: channels, embedding, wordEmbedding, visual, text } = options;
    const shape = { width, imageSize, channels, embedding };
    this.branches = text === "both" ? ["sentence", "keywords"] : [text];
    this.resnet = new ResNet18(parameters.at("resnet"), width);
    const Head = visual === "multiscale" ? PaperVisualSelfAttention : GlobalFeature;
    this.head = new Head(parameters, shape);
    this.sentences = new SentenceEncoder(parameters, {
      words: setup.tokenizer.size,
      wordEmbedding,
      embedding,
    });
    if (text !== "sentence")
      this.keywords = new KeywordEncoder(parameters.at("keywords"), this.sentences, embedding);
    this.guides = this.branches.map((branch) =>
      createPaperGuide(options.attention, parameters.at(`guided_${branch}`), embedding),
    );
    if (text === "both" && options.fusion === "gate")
      this.fusion = new FusionGate(parameters.at("vgmf.gate"), embedding);
  }

  protected trunkMaps(pixels: tf.Tensor4D, training: boolean): FeatureMaps {
    return this.resnet.apply(normalizePixels(pixels), training);
  }

  protected selfAttention(maps: FeatureMaps): VisualSelfAttention {
    return this.head.apply(maps);
  }

  encodeTexts(texts: readonly TextQuery[], dropoutSeed?: number): tf.Tensor2D {
    return tf.tidy(() => this.encodePreparedTexts(toTensors(this.prepareTexts(texts, dropoutSeed))));
  }

  /** The names of a branch's inputs begin with the branch, as in `keywords.words`. */
  prepareTexts(texts: readonly TextQuery[], dropoutSeed?: number): TextInputs {
    const queries = texts.map(completeQuery);
    const { dropout: rate } = this.options;
    const trains = dropoutSeed !== undefined;
    const options = {
      dropout: trains && rate > 0 ? { rate, seed: dropoutSeed } : undefined,
      multiple: trains ? lengthStep : 1,
    };
    const words = (text: string) => this.tokenizer.encode(text);
    const inputs = {
      sentence: () =>
        this.sentences.inputs(
          queries.map(({ sentence }) => words(sentence)),
          options,
        ),
      keywords: () =>
        this.keywords!.inputs(
          queries.map(({ keywords }) => keywords.map(words)),
          options,
        ),
    };
    const named = this.branches.flatMap((branch) =>
      Object.entries(inputs[branch]()).map(([name, input]) => [`${branch}.${name}`, input] as const),
    );
    return Object.fromEntries(named);
  }

  encodePreparedTexts(inputs: TextTensors): tf.Tensor2D {
    const encoders = { sentence: this.sentences, keywords: this.keywords! };
    return tf.tidy(() =>
      tf.concat(
        this.branches.map((branch) => encoders[branch].encode(inputsOf(branch, inputs))),
        1,
      ),
    );
  }

  /** F_t of eq. 27 when sentence and keywords are fused. */
  guidedTexts(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D {
    return tf.tidy(() => this.fusedTexts(visual, text));
  }

  similarity(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => cosineWithImages(visual, this.fusedTexts(visual, text)));
  }

  override queryOf({ keywords }: ImageRecord, sentence: string): TextQuery {
    return { sentence, keywords };
  }

  protected override get title(): string {
    const { text, visual, attention } = this.options;
    return `AMFMN of the paper: ${visual} image, ${text === "both" ? "sentence and keywords" : text}, attention ${attention}`;
  }

  protected override layers(): Layer[] {
    return paperLayers(this, this.tokenizer.size);
  }

  private fusedTexts(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D {
    const { embedding } = this.options;
    const guided = this.guides.map((guide, i) =>
      guide.guide(visual, tf.slice(text, [0, i * embedding], [-1, embedding])),
    );
    const [first, second] = guided as [tf.Tensor3D, tf.Tensor3D?];
    if (!second) return first;
    if (this.fusion) return this.fusion.apply(first, second);
    return tf.mul(tf.add(first, second), 0.5);
  }
}

/** Returns the inputs of one branch without the branch in their names. */
function inputsOf(branch: TextBranch, inputs: TextTensors): TextTensors {
  const own = Object.entries(inputs).filter(([name]) => name.startsWith(`${branch}.`));
  return Object.fromEntries(own.map(([name, input]) => [name.slice(branch.length + 1), input]));
}
