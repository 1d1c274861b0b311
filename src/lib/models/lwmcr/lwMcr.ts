// LW-MCR: the lightweight dual encoder of the authors of AMFMN, for inference and for training without distillation.
import type * as tf from "@tensorflow/tfjs-core";
import { normalizePixels } from "../../nn/images/normalizePixels.js";
import { sentenceOf, type TextQuery } from "../../text/query.js";
import { DualEncoder, type ModelSetup } from "../contract/baseModel.js";
import { type ImageTensors, requireInput } from "../contract/imageInputs.js";
import type { Layer } from "../summary/layers.js";
import { LwMcrImageEncoder } from "./imageEncoder.js";
import { lwMcrLayers } from "./layers.js";
import type { LwMcrOptions } from "./options.js";
import { LwMcrTextEncoder } from "./textEncoder.js";

/**
 * The lightweight network (2.0 million parameters with RSITMD's words). It reads keywords as a sentence.
 *
 * @example
 * const light: LwMcr = createModel("lesson/lw-mcr", { vocabulary });
 * console.log(await score(light, paths.slice(0, 2), ["a port"]));
 */
export class LwMcr extends DualEncoder {
  readonly imageSize: number;
  private readonly images: LwMcrImageEncoder;
  private readonly texts: LwMcrTextEncoder;

  constructor(
    /** Sizes of the network. */
    override readonly options: LwMcrOptions,
    setup: ModelSetup,
  ) {
    super(options, setup);
    this.imageSize = options.imageSize;
    this.images = new LwMcrImageEncoder(this.parameters.at("extract_feature"), options);
    this.texts = new LwMcrTextEncoder(this.parameters.at("text_feature"), setup.tokenizer.size, options);
  }

  encodeImages(inputs: ImageTensors, training = false, dropoutSeed?: number): tf.Tensor2D {
    return this.images.encode(normalizePixels(requireInput(inputs, "pixels", 4)), training, dropoutSeed);
  }

  encodeTexts(texts: readonly TextQuery[], dropoutSeed?: number): tf.Tensor2D {
    const sentences = texts.map((text) => this.tokenizer.encode(sentenceOf(text)));
    return this.texts.encode(sentences, dropoutSeed);
  }

  protected override get title(): string {
    return "LW-MCR";
  }

  protected override layers(): Layer[] {
    return lwMcrLayers(this.options, this.images, this.texts, this.tokenizer.size);
  }
}
