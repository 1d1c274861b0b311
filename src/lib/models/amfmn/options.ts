// What a model is made of, as data: named configurations are small objects in one table.
import { OptionError } from "../../base/errors.js";
import { type GuidedAttention, guidedAttentions } from "./guidedAttention.js";
import { type Ablation, ablations } from "./paper/ablations.js";
import type { PaperAttention, TextBranch } from "./paper/guidedAttention.js";

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
  /** Share of the GRU's inputs and states that training drops, the same for all words of a sentence, in [0, 1). */
  readonly dropout: number;
}

/** The network that the authors released. */
export interface ReleasedOptions extends NetworkOptions {
  readonly network: "released";
  /** Length of the GRU's state. */
  readonly hidden: number;
  /** How a text is guided by an image. */
  readonly attention: GuidedAttention;
}

/** The network of the paper; its GRU has `embedding` units in each direction. */
export interface PaperOptions extends NetworkOptions {
  readonly network: "paper";
  /** MVSA over all scales, or the last feature map alone. */
  readonly visual: "multiscale" | "global";
  /** What a text is read as. */
  readonly text: TextBranch | "both";
  /** How sentence and keywords are guided by an image. */
  readonly attention: PaperAttention;
  /** How sentence and keywords become one: VGMF's gate, or their mean. */
  readonly fusion: "gate" | "mean";
}

export type ModelOptions = ReleasedOptions | PaperOptions;

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

/** The paper's sizes, and sizes that train in a minute or two on two cores. */
const paper = {
  imageSize: 256,
  width: 64,
  attentionChannels: 3,
  embedding: 512,
  wordEmbedding: 300,
  dropout: 0,
} as const;
const lesson = { ...paper, imageSize: 64, width: 16, embedding: 128, wordEmbedding: 64 } as const;

/** The ablations m1 to m9 in one size, by name. */
function ablated<Prefix extends string>(prefix: Prefix, size: typeof paper | typeof lesson) {
  const named = Object.entries(ablations).map(([name, { parts }]) => [
    `${prefix}/${name}`,
    { network: "paper", ...size, ...parts },
  ]);
  return Object.fromEntries(named) as Record<`${Prefix}/${Ablation}`, PaperOptions>;
}

/**
 * Models by name: the three that were released, the paper's with its ablations (`paper/m9` is everything), and
 * small ones for lessons.
 */
export const modelConfigs = {
  "released/soft": { ...released, attention: "soft" },
  "released/fusion": { ...released, attention: "fusion" },
  "released/similarity": { ...released, attention: "similarity" },
  ...ablated("paper", paper),
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
  ...ablated("lesson", lesson),
} as const satisfies Record<string, ModelOptions>;

export type ModelConfigName = keyof typeof modelConfigs;

/** @throws {OptionError} that names the first option outside of its range */
export function checkModelOptions(options: ModelOptions): void {
  const given = options as unknown as Readonly<Record<string, unknown>>;
  const refuse = (name: string, expected: string): never => {
    throw new OptionError(
      `model option ${name}: expected ${expected}, found ${JSON.stringify(given[name])}.`,
    );
  };
  const oneOf = (name: string, allowed: readonly string[]) => {
    if (!allowed.includes(given[name] as string)) refuse(name, `one of ${allowed.join(", ")}`);
  };
  oneOf("network", ["released", "paper"]);
  const counts = ["imageSize", "width", "attentionChannels", "embedding", "wordEmbedding"];
  if (options.network === "released") counts.push("hidden");
  for (const name of counts) {
    const value = given[name];
    if (!Number.isInteger(value) || (value as number) < 1) refuse(name, "a whole number of at least 1");
  }
  if (options.imageSize % 32 !== 0) refuse("imageSize", "a multiple of 32");
  if (!(options.dropout >= 0 && options.dropout < 1)) refuse("dropout", "a number in [0, 1)");
  oneOf("attention", options.network === "paper" ? [...guidedAttentions, "none"] : guidedAttentions);
  if (options.network === "released") return;
  oneOf("visual", ["multiscale", "global"]);
  oneOf("text", ["sentence", "keywords", "both"]);
  oneOf("fusion", ["gate", "mean"]);
}
