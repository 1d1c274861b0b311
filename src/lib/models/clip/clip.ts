// CLIP: an image tower and a text transformer whose vectors are compared by their cosine (Radford et al., 2021).
import * as tf from "@tensorflow/tfjs-core";
import type { Resizing } from "../../data/images/resizing.js";
import { l2Normalize } from "../../nn/normalize.js";
import type { ParameterOwner } from "../../nn/parameters.js";
import type { AdapterShape } from "../../nn/transformers/adapter.js";
import { sentenceOf, type TextQuery } from "../../text/query.js";
import { DualEncoder, type ModelSetup } from "../contract/baseModel.js";
import type { AdaptableModel, ScaledModel } from "../contract/capabilities.js";
import { type ImageTensors, requireInput } from "../contract/imageInputs.js";
import type { Layer } from "../summary/layers.js";
import { clipLayers } from "./layers.js";
import type { ClipOptions } from "./options.js";
import { AttentionResNet } from "./towers/attentionResNet.js";
import type { ImageTower } from "./towers/imageTower.js";
import { TextTransformer } from "./towers/textTransformer.js";
import { VisionTransformer } from "./towers/visionTransformer.js";

/** The temperature at the start is 0.07, as OpenAI's. */
const firstScale = Math.log(1 / 0.07);
/** Larger factors make training unstable, so that OpenAI cuts them. */
const largestScale = Math.log(100);

/**
 * CLIP with the names of OpenAI's and open_clip's state dicts. RemoteCLIP and GeoRSCLIP are the same networks.
 *
 * @example
 * const clip: Clip = createModel("clip/tiny");
 * console.log(await score(clip, paths.slice(0, 2), ["a photo of a port"])); // one row for each image
 */
export class Clip extends DualEncoder implements ScaledModel, AdaptableModel {
  /** The image tower, whose weights have names below `visual`. */
  readonly image: ImageTower;
  /** The text transformer. */
  readonly text: TextTransformer;
  /** The logarithm of the factor that cosines are multiplied by, a scalar. */
  private readonly logitScale: tf.Variable;

  constructor(
    /** Sizes of both towers, and the preparation of the pixels. */
    public override options: ClipOptions,
    setup: ModelSetup,
  ) {
    super(options, setup);
    const { parameters } = this;
    const { adapterRank: rank, adapterAlpha: alpha } = options;
    const adapters = rank > 0 ? { rank, alpha, seed: setup.seed } : undefined;
    const visual = parameters.at("visual");
    this.image =
      options.tower === "vit"
        ? new VisionTransformer(visual, options, adapters)
        : new AttentionResNet(visual, options);
    this.text = new TextTransformer(parameters, setup.tokenizer.size, options, adapters);
    this.logitScale = parameters.create("logit_scale", [], { kind: "constant", value: firstScale });
  }

  get imageSize(): number {
    return this.options.imageSize;
  }

  get resizing(): Resizing {
    return { filter: this.options.filter, form: this.options.form };
  }

  encodeImages(inputs: ImageTensors, training = false): tf.Tensor2D {
    return tf.tidy(() => {
      const pixels = requireInput(inputs, "pixels", 4);
      const { mean, deviation } = this.options;
      const normal = tf.div(tf.sub(pixels, tf.tensor1d([...mean])), tf.tensor1d([...deviation]));
      return l2Normalize(this.image.apply(normal as tf.Tensor4D, training));
    });
  }

  encodeTexts(texts: readonly TextQuery[]): tf.Tensor2D {
    const numbers = texts.map((text) => this.tokenizer.encode(sentenceOf(text)));
    return tf.tidy(() => l2Normalize(this.text.apply(numbers)));
  }

  scale(): tf.Scalar {
    return tf.exp(this.logitScale) as tf.Scalar;
  }

  constrain(): void {
    tf.tidy(() => this.logitScale.assign(tf.clipByValue(this.logitScale, 0, largestScale)));
  }

  get parts(): Readonly<Record<"image" | "text", readonly ParameterOwner[]>> {
    const text = ["token_embedding", "positional_embedding", "transformer", "ln_final", "text_projection"];
    return { image: [{ name: "visual" }], text: text.map((name) => ({ name })) };
  }

  adapt(adapters: Required<AdapterShape>): void {
    if (this.options.adapterRank > 0) return;
    this.image.adapt(adapters);
    this.text.transformer.adapt(adapters);
    this.options = { ...this.options, adapterRank: adapters.rank, adapterAlpha: adapters.alpha };
  }

  get adapted(): boolean {
    return this.options.adapterRank > 0;
  }

  protected override get title(): string {
    const { tower, patchSize, width } = this.options;
    return `CLIP, ${tower === "vit" ? `vision transformer of width ${width} on patches of ${patchSize}²` : `ResNet of width ${width}`}`;
  }

  protected override layers(): Layer[] {
    return clipLayers(this.options, this.tokenizer.size);
  }
}
