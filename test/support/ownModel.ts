// A dual encoder that a user could write: the average color of an image against a bag of words. It knows the package's
// public entry only.
import * as tf from "@tensorflow/tfjs-core";
import {
  DualEncoder,
  type ImageTensors,
  type ModelFamily,
  type ModelOptions,
  type ModelSetup,
  requireInput,
  type TokenWeight,
} from "amfmn-lab/models";
import { Linear, l2Normalize } from "amfmn-lab/nn";
import { sentenceOf, type TextQuery } from "amfmn-lab/text";

interface ColorOptions extends ModelOptions {
  readonly network: "average-color";
  readonly imageSize: number;
  readonly embedding: number;
}

class ColorModel extends DualEncoder {
  readonly imageSize: number;
  private readonly color: Linear;
  private readonly words: Linear;

  constructor(options: ColorOptions, setup: ModelSetup) {
    super(options, setup);
    this.imageSize = options.imageSize;
    this.color = new Linear(this.parameters.at("color"), 3, options.embedding);
    this.words = new Linear(this.parameters.at("words"), this.tokenizer.size, options.embedding);
  }

  encodeImages(inputs: ImageTensors): tf.Tensor2D {
    return tf.tidy(() => {
      const pixels = requireInput(inputs, "pixels", 4); // [images, size, size, 3]
      return l2Normalize(this.color.apply(tf.mean(pixels, [1, 2]))); // [images, embedding]
    });
  }

  encodeTexts(texts: readonly TextQuery[]): tf.Tensor2D {
    return tf.tidy(() => {
      const bags = texts.map((text) => {
        const counts = new Array<number>(this.tokenizer.size).fill(0);
        for (const id of this.tokenizer.encode(sentenceOf(text))) counts[id]! += 1;
        return counts;
      });
      return l2Normalize(this.words.apply(tf.tensor2d(bags))); // [texts, embedding]
    });
  }

  tokenAttention(text: TextQuery): TokenWeight[] {
    const tokens = sentenceOf(text).split(" ");
    return tokens.map((token) => ({ token, weight: 1 / tokens.length }));
  }
}

/** The family to register. */
export const averageColor: ModelFamily<ColorOptions> = {
  network: "average-color",
  configs: {
    "color/small": {
      about: "average color and bag of words",
      options: { network: "average-color", imageSize: 32, embedding: 8 },
      recipe: { epochs: 30, batchSize: 8, learningRate: 0.05, pairs: "images", augmentation: "none" },
    },
  },
  checkOptions() {},
  create: (options, setup) => new ColorModel(options, setup),
};
