// CLIP's named models. Sizes are those of open_clip's configs of the same names.
import type { ModelConfig } from "../contract/modelFamily.js";
import type { TrainingRecipe } from "../contract/recipe.js";
import type { ClipOptions } from "./options.js";

/** OpenAI's preparation of images, which RemoteCLIP and GeoRSCLIP use as well. */
export const openAiPixels = {
  mean: [0.48145466, 0.4578275, 0.40821073],
  deviation: [0.26862954, 0.26130258, 0.27577711],
  filter: "bicubic",
  form: "crop",
} as const;

const common = {
  network: "clip",
  imageSize: 224,
  context: 77,
  activation: "gelu",
  ...openAiPixels,
  adapterRank: 0,
  adapterAlpha: 16,
} as const;

const vitB = {
  ...common,
  tower: "vit",
  width: 768,
  imageLayers: [12],
  imageHeads: 12,
  embedding: 512,
  textWidth: 512,
  textLayers: 12,
  textHeads: 8,
} as const;
const vitB32: ClipOptions = { ...vitB, patchSize: 32 };
const vitB16: ClipOptions = { ...vitB, patchSize: 16 };
const vitL14: ClipOptions = {
  ...common,
  tower: "vit",
  patchSize: 14,
  width: 1024,
  imageLayers: [24],
  imageHeads: 16,
  embedding: 768,
  textWidth: 768,
  textLayers: 12,
  textHeads: 12,
};
const rn50: ClipOptions = {
  ...common,
  tower: "resnet",
  patchSize: 32,
  width: 64,
  imageLayers: [3, 4, 6, 3],
  imageHeads: 32,
  embedding: 1024,
  textWidth: 512,
  textLayers: 12,
  textHeads: 8,
};
const tiny: ClipOptions = {
  ...common,
  imageSize: 64,
  tower: "vit",
  patchSize: 8,
  width: 96,
  imageLayers: [3],
  imageHeads: 4,
  embedding: 64,
  textWidth: 64,
  textLayers: 2,
  textHeads: 4,
  context: 32,
  mean: [0.5, 0.5, 0.5],
  deviation: [0.25, 0.25, 0.25],
};

/** Fine-tuning from published weights. From random weights a model of this size needs millions of pairs. */
const fineTuning: TrainingRecipe = {
  loss: "contrastive",
  epochs: 10,
  batchSize: 64,
  learningRate: 1e-5,
  schedule: "cosine",
  warmUp: 0.1,
  pairs: "images",
  augmentation: "aerial",
  clipNorm: 1,
};

const config = (about: string, options: ClipOptions): ModelConfig<ClipOptions> => ({
  about,
  options,
  recipe: fineTuning,
});
const quick = (options: ClipOptions): ClipOptions => ({ ...options, activation: "quick-gelu" });

/** The published sizes with GELU and with OpenAI's QuickGELU, and a small one that trains in minutes on two cores. */
export const clipConfigs = {
  "clip/vit-b-32": config("CLIP ViT-B/32, as open_clip trains it", vitB32),
  "clip/vit-b-16": config("CLIP ViT-B/16, as open_clip trains it", vitB16),
  "clip/vit-l-14": config("CLIP ViT-L/14, as open_clip trains it", vitL14),
  "clip/rn50": config("CLIP ResNet50, as open_clip trains it", rn50),
  "clip/vit-b-32-quickgelu": config("CLIP ViT-B/32, as OpenAI trained it", quick(vitB32)),
  "clip/vit-b-16-quickgelu": config("CLIP ViT-B/16, as OpenAI trained it", quick(vitB16)),
  "clip/vit-l-14-quickgelu": config("CLIP ViT-L/14, as OpenAI trained it", quick(vitL14)),
  "clip/rn50-quickgelu": config("CLIP ResNet50, as OpenAI trained it", quick(rn50)),
  "clip/tiny": {
    about: "CLIP in the size of the lessons",
    options: tiny,
    recipe: { ...fineTuning, epochs: 20, learningRate: 1e-3 },
  },
} as const satisfies Record<string, ModelConfig<ClipOptions>>;
