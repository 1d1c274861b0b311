// The paper's network's options, and its ablations as named configs.
import { paperMargin } from "../../../losses/dynamicMargin.js";
import type { ModelConfig } from "../../contract/modelFamily.js";
import type { TrainingRecipe } from "../../contract/recipe.js";
import { type NetworkOptions, OptionCheck } from "../../encoders/options.js";
import { guidedAttentions } from "../guidedAttention.js";
import { type Ablation, type AblationParts, ablations } from "./ablations.js";

/** Options of the paper's network. Its GRU has `embedding` units in each direction. */
export interface PaperOptions extends NetworkOptions, AblationParts {
  /** The family of the paper's network. */
  readonly network: "paper";
}

const sizes = {
  imageSize: 256,
  width: 64,
  attentionChannels: 3,
  embedding: 512,
  wordEmbedding: 300,
  dropout: 0,
} as const;
/** Sizes that train in a minute or two on two cores. */
const lessonSizes = { ...sizes, imageSize: 64, width: 16, embedding: 128, wordEmbedding: 64 } as const;
const recipe: TrainingRecipe = { epochs: 150, batchSize: 128, learningRate: 1e-4, augmentation: "paper" };
const lessonRecipe: TrainingRecipe = {
  epochs: 20,
  batchSize: 64,
  learningRate: 1e-3,
  pairs: "images",
  clipNorm: 2,
};

/** The ablations m1 to m9 in one size. */
function ablated<Prefix extends string>(
  prefix: Prefix,
  size: typeof sizes | typeof lessonSizes,
  base: TrainingRecipe,
) {
  const named = Object.entries(ablations).map(
    ([name, { about, parts, margin }]): [string, ModelConfig<PaperOptions>] => [
      `${prefix}/${name}`,
      {
        about,
        options: { network: "paper", ...size, ...parts },
        recipe: { ...base, ...(margin === "dynamic" && { margin: paperMargin }) },
      },
    ],
  );
  return Object.fromEntries(named) as Record<`${Prefix}/${Ablation}`, ModelConfig<PaperOptions>>;
}

/** The paper's network with its ablations (`paper/m9` has every part), and the same in a size for lessons. */
export const paperConfigs = {
  ...ablated("paper", sizes, recipe),
  ...ablated("lesson", lessonSizes, lessonRecipe),
};

/** @throws {OptionError} that names the first option outside of its range */
export function checkPaperOptions(options: PaperOptions): void {
  const check = new OptionCheck(options);
  check.sizes();
  check.oneOf("attention", [...guidedAttentions, "none"]);
  check.oneOf("visual", ["multiscale", "global"]);
  check.oneOf("text", ["sentence", "keywords", "both"]);
  check.oneOf("fusion", ["gate", "mean"]);
}
