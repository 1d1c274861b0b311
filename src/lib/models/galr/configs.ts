// The named configs of GaLR: as released, as the paper has it, and both in sizes that train in a minute or two on two cores.
import type { ModelConfig } from "../contract/modelFamily.js";
import type { TrainingRecipe } from "../contract/recipe.js";
import { type GalrVariant, galrVariants, releasedParts } from "./ablations.js";
import type { GalrOptions, GlobalOptions, LocalOptions } from "./options.js";

const textSizes = {
  imageSize: 256,
  embedding: 512,
  wordEmbedding: 620,
  hidden: 2400,
  dropout: 0.25,
} as const;
const trunkSizes = { width: 64, attentionChannels: 3 } as const;
const fusionSizes = { heads: 8, feedForward: 1024, fusionDropout: 0.1, gammaDropout: 0.2 } as const;

/** The authors' training: margin 0.2, batch 100, rate 2e-4 are the defaults of `fit`. Images are truly rotated. */
const recipe: TrainingRecipe = { augmentation: "paper" };
const lessonRecipe: TrainingRecipe = {
  epochs: 20,
  batchSize: 64,
  learningRate: 1e-3,
  pairs: "images",
  clipNorm: 2,
};

/** The sizes of one group of names. */
interface Sizes {
  readonly text: Omit<LocalOptions, "network" | "text">;
  readonly trunk: Pick<GlobalOptions, "width" | "attentionChannels">;
  readonly fusion: Pick<GalrOptions, keyof typeof fusionSizes>;
}

const paperSizes: Sizes = {
  text: { ...textSizes, wordEmbedding: 300, dropout: 0 },
  trunk: trunkSizes,
  fusion: fusionSizes,
};
const lessonSizes: Sizes = {
  text: { ...textSizes, imageSize: 64, embedding: 128, wordEmbedding: 64, hidden: 128, dropout: 0 },
  trunk: { ...trunkSizes, width: 16 },
  fusion: { ...fusionSizes, feedForward: 256 },
};

type Variants<Prefix extends string, Name extends GalrVariant, O extends { readonly network: string }> = {
  readonly [N in Name as `${Prefix}/${N}`]: ModelConfig<O>;
};
type FusedVariant = Exclude<GalrVariant, "galr-global" | "galr-local">;

/** Makes the configs of one group for the rows that `options` accepts. */
function variants<Prefix extends string, Name extends GalrVariant, O extends { readonly network: string }>(
  prefix: Prefix,
  branches: "both" | "global" | "local",
  base: TrainingRecipe,
  options: (parts: (typeof galrVariants)[GalrVariant]["parts"]) => O,
): Variants<Prefix, Name, O> {
  const rows = Object.entries(galrVariants).filter(([, row]) => row.branches === branches);
  const named = rows.map(([name, { about, parts }]): [string, ModelConfig<O>] => [
    `${prefix}/${name}`,
    { about, options: options(parts), recipe: base },
  ]);
  return Object.fromEntries(named) as Variants<Prefix, Name, O>;
}

const fused =
  ({ text, trunk, fusion }: Sizes) =>
  (parts: (typeof galrVariants)[GalrVariant]["parts"]): GalrOptions => ({
    network: "galr",
    ...text,
    ...trunk,
    ...fusion,
    ...parts,
    deadParts: false,
  });
const global =
  ({ text, trunk }: Sizes) =>
  (parts: { readonly text: GlobalOptions["text"] }): GlobalOptions => ({
    network: "galr-global",
    ...text,
    ...trunk,
    text: parts.text,
  });
const local =
  ({ text }: Sizes) =>
  (parts: { readonly text: LocalOptions["text"] }): LocalOptions => ({
    network: "galr-local",
    ...text,
    text: parts.text,
  });

/** Configs of the network with both branches. */
export const galrConfigs = {
  "released/galr": {
    about: "GaLR as released: global and local branch, MIDF, skip-thoughts",
    options: {
      network: "galr",
      ...textSizes,
      ...trunkSizes,
      ...fusionSizes,
      ...releasedParts,
      deadParts: true,
    },
    recipe,
  } satisfies ModelConfig<GalrOptions> as ModelConfig<GalrOptions>,
  ...variants<"paper", FusedVariant, GalrOptions>("paper", "both", recipe, fused(paperSizes)),
  ...variants<"lesson", FusedVariant, GalrOptions>("lesson", "both", lessonRecipe, fused(lessonSizes)),
};

/** Configs of the global branch alone. `released/galr-global` is the network of the authors' localization. */
export const globalConfigs = {
  "released/galr-global": {
    about: "the global branch of GaLR as released, which the authors' localization uses",
    options: { network: "galr-global", ...textSizes, ...trunkSizes, text: "skip-thoughts" },
    recipe,
  } satisfies ModelConfig<GlobalOptions> as ModelConfig<GlobalOptions>,
  ...variants<"paper", "galr-global", GlobalOptions>("paper", "global", recipe, global(paperSizes)),
  ...variants<"lesson", "galr-global", GlobalOptions>("lesson", "global", lessonRecipe, global(lessonSizes)),
};

/** Configs of the local branch alone. */
export const localConfigs = {
  ...variants<"paper", "galr-local", LocalOptions>("paper", "local", recipe, local(paperSizes)),
  ...variants<"lesson", "galr-local", LocalOptions>("lesson", "local", lessonRecipe, local(lessonSizes)),
};
