// The released network's options and its named configs.
import type { ModelConfig } from "../../contract/modelFamily.js";
import { type NetworkOptions, OptionCheck } from "../../encoders/options.js";
import { type GuidedAttention, guidedAttentions } from "../guidedAttention.js";

/** Options of the network that the authors released. */
export interface ReleasedOptions extends NetworkOptions {
  readonly network: "released";
  /** Length of the GRU's state. */
  readonly hidden: number;
  /** The visual-guided attention. */
  readonly attention: GuidedAttention;
}

const sizes = {
  network: "released",
  imageSize: 256,
  width: 64,
  attentionChannels: 3,
  embedding: 512,
  wordEmbedding: 620,
  hidden: 2400,
  dropout: 0.25,
} as const;

const config = (attention: GuidedAttention): ModelConfig<ReleasedOptions> => ({
  about: `AMFMN as released, ${attention} attention`,
  options: { ...sizes, attention },
  recipe: {},
});

/** The three models that were released, and a small one that trains in a minute or two on two cores. */
export const releasedConfigs = {
  "released/soft": config("soft"),
  "released/fusion": config("fusion"),
  "released/similarity": config("similarity"),
  "lesson/small": {
    about: "AMFMN as released, in the size of the lessons",
    options: {
      network: "released",
      imageSize: 64,
      width: 16,
      attentionChannels: 3,
      embedding: 128,
      wordEmbedding: 64,
      hidden: 128,
      attention: "soft",
      dropout: 0,
    },
    recipe: { epochs: 20, batchSize: 64, learningRate: 1e-3, pairs: "images", clipNorm: 2 },
  },
} as const satisfies Record<string, ModelConfig<ReleasedOptions>>;

/** @throws {OptionError} that names the first option outside of its range */
export function checkReleasedOptions(options: ReleasedOptions): void {
  const check = new OptionCheck(options);
  check.sizes(["hidden"]);
  check.oneOf("attention", guidedAttentions);
}
