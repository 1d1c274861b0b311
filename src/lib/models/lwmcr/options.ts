// Options of LW-MCR and its named configs.
import type { ModelConfig } from "../contract/modelFamily.js";
import type { ModelOptions } from "../contract/retrievalModel.js";
import { OptionCheck } from "../encoders/options.js";

/** Options of the lightweight network (Yuan et al., TGRS 2021, doi 10.1109/TGRS.2021.3124252). */
export interface LwMcrOptions extends ModelOptions {
  readonly network: "lw-mcr";
  /** Height and width of the images in pixels, a multiple of 32. */
  readonly imageSize: number;
  /** Channels of SqueezeNet's first convolution, a multiple of 8: 64 in SqueezeNet itself. */
  readonly width: number;
  /** Length of the joint embedding. */
  readonly embedding: number;
  /** Length of a word's embedding. */
  readonly wordEmbedding: number;
  /** Number of filters over 3, over 4 and over 5 words each. */
  readonly filters: number;
  /** Share of the image's values that training drops after each attention block, in [0, 1). */
  readonly imageDropout: number;
  /** Share of the text's values that training drops before the last layer, in [0, 1). */
  readonly textDropout: number;
}

/** The released network, and a small one that trains in a minute or two on two cores. */
export const lwMcrConfigs = {
  "released/lw-mcr": {
    about: "LW-MCR as released, without distillation",
    options: {
      network: "lw-mcr",
      imageSize: 256,
      width: 64,
      embedding: 512,
      wordEmbedding: 300,
      filters: 100,
      imageDropout: 0.2,
      textDropout: 0.25,
    },
    recipe: {},
  },
  "lesson/lw-mcr": {
    about: "LW-MCR in the size of the lessons",
    options: {
      network: "lw-mcr",
      imageSize: 64,
      width: 32,
      embedding: 128,
      wordEmbedding: 64,
      filters: 64,
      imageDropout: 0,
      textDropout: 0,
    },
    recipe: { epochs: 20, batchSize: 64, learningRate: 1e-3, pairs: "images", clipNorm: 2 },
  },
} as const satisfies Record<string, ModelConfig<LwMcrOptions>>;

/** @throws {OptionError} that names the first option outside of its range */
export function checkLwMcrOptions(options: LwMcrOptions): void {
  const check = new OptionCheck(options);
  check.counts(["imageSize", "width", "embedding", "wordEmbedding", "filters"]);
  check.multipleOf("imageSize", 32);
  check.multipleOf("width", 8);
  check.shares(["imageDropout", "textDropout"]);
}
