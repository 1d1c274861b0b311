// What a model is made of, as data: named configurations are small objects in one table.
import { OptionError } from "../errors.js";
import { type GuidedAttention, guidedAttentions } from "../layers/guidedAttention.js";

/** What both networks are made of. */
interface NetworkOptions {
  /** Height and width of the images it sees, in pixels; a multiple of 32. */
  readonly imageSize: number;
  /** Channels of ResNet18's first stage: 64 in ResNet18 itself. */
  readonly width: number;
  /** Channels that MVSA condenses each scale to. */
  readonly attentionChannels: number;
  /** Length of the joint embedding. */
  readonly embedding: number;
  /** Length of a word's embedding. */
  readonly wordEmbedding: number;
  /** Length of the GRU's state. */
  readonly hidden: number;
  /** Share of the GRU's inputs and states that training drops, the same for all words of a sentence, in [0, 1). */
  readonly dropout: number;
}

/** The network that the authors released. */
export interface ReleasedOptions extends NetworkOptions {
  readonly network: "released";
  /** How a text is guided by an image. */
  readonly attention: GuidedAttention;
}

export type ModelOptions = ReleasedOptions;

const released = {
  network: "released",
  imageSize: 256,
  width: 64,
  attentionChannels: 3,
  embedding: 512,
  wordEmbedding: 620,
  hidden: 2400,
  dropout: 0.25,
} as const;

/** Models by name: the three that were released, and the small one that the lessons train in two minutes. */
export const modelConfigs = {
  "released/soft": { ...released, attention: "soft" },
  "released/fusion": { ...released, attention: "fusion" },
  "released/similarity": { ...released, attention: "similarity" },
  "lesson/small": {
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
} as const satisfies Record<string, ModelOptions>;

export type ModelConfigName = keyof typeof modelConfigs;

/** @throws {OptionError} that names the first option outside of its range */
export function checkModelOptions(options: ModelOptions): void {
  const refuse = (name: keyof ModelOptions, expected: string): never => {
    throw new OptionError(
      `model option ${name}: expected ${expected}, found ${JSON.stringify(options[name])}.`,
    );
  };
  const counts = ["imageSize", "width", "attentionChannels", "embedding", "wordEmbedding", "hidden"] as const;
  for (const name of counts) {
    if (!Number.isInteger(options[name]) || options[name] < 1) refuse(name, "a whole number of at least 1");
  }
  if (options.imageSize % 32 !== 0) refuse("imageSize", "a multiple of 32");
  if (!guidedAttentions.includes(options.attention))
    refuse("attention", `one of ${guidedAttentions.join(", ")}`);
  if (!(options.dropout >= 0 && options.dropout < 1)) refuse("dropout", "a number in [0, 1)");
}
