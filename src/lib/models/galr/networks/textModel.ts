// The part that GaLR's networks share: texts as vectors of length 1.
import * as tf from "@tensorflow/tfjs-core";
import { sentenceOf, type TextQuery } from "../../../text/query.js";
import { DualEncoder, type ModelSetup } from "../../contract/baseModel.js";
import { toTensors } from "../../contract/imageInputs.js";
import { createTextEncoder, type GalrTextEncoder, type GalrTextOptions } from "../texts.js";

/** A dual encoder with one of GaLR's text encoders. It reads keywords as a sentence. */
export abstract class GalrTextModel extends DualEncoder {
  /** The text encoder. */
  abstract readonly text: GalrTextEncoder;

  constructor(
    /** Sizes of the network. */
    override readonly options: GalrTextOptions,
    setup: ModelSetup,
  ) {
    super(options, setup);
  }

  get imageSize(): number {
    return this.options.imageSize;
  }

  encodeTexts(texts: readonly TextQuery[], dropoutSeed?: number): tf.Tensor2D {
    return tf.tidy(() => {
      if (dropoutSeed === undefined) return this.text.encodeOnce(this.sentences(texts));
      return this.text.encode(toTensors(this.text.inputs(this.sentences(texts), dropoutSeed)));
    });
  }

  /** Returns the texts as word numbers. */
  protected sentences(texts: readonly TextQuery[]): number[][] {
    return texts.map((text) => this.tokenizer.encode(sentenceOf(text)));
  }

  /** Creates the text encoder. A subclass calls it where the encoder's place among its parameters is. */
  protected createText(): GalrTextEncoder {
    return createTextEncoder(this.parameters, this.options, this.tokenizer.size);
  }
}
