// Checkpoints of the authors' LW_MCR, {model}.
import type { NamedArray } from "../../checkpoint/namedArray.js";
import type { StateDict } from "../../checkpoint/pytorch/stateDict.js";
import type { ForeignCheckpoints } from "../contract/modelFamily.js";
import { authorsTensors, filledModel, sideOf } from "../encoders/authors/checkpoints.js";
import { LwMcr } from "./lwMcr.js";
import { type LwMcrOptions, lwMcrConfigs } from "./options.js";

/** Reads and writes the state dict of the authors' `LW_MCR` class, 97 tensors. */
export const authorsCheckpoints: ForeignCheckpoints = {
  recognizes: (names) =>
    names.some((name) => /^(extract_feature\.(backbone|ISA_)|text_feature\.convs)/.test(name)),

  load(file, state, tokenizer) {
    const tensors = state.tensors.map(asTextFilters);
    return filledModel(file, { ...state, tensors }, tokenizer, {
      create: (setup) => new LwMcr(optionsOf({ ...state, tensors }), setup),
      unused: /^$/,
    });
  },

  tensors: (model) => authorsTensors(model),
};

/** Derives the sizes from shapes. A size whose tensor is missing is the released one. */
function optionsOf({ tensors }: StateDict): LwMcrOptions {
  const { options: base } = lwMcrConfigs["released/lw-mcr"];
  const side = sideOf(tensors);
  return {
    ...base,
    width: side("extract_feature.backbone.conv_1.0.weight", 0) ?? base.width,
    embedding: side("extract_feature.fc.weight", 0) ?? base.embedding,
    wordEmbedding: side("text_feature.embed.weight", 1) ?? base.wordEmbedding,
    filters: side("text_feature.convs.0.weight", 0) ?? base.filters,
  };
}

/** Returns filters over words as those of `nn.Conv2d`, [filters, 1, span, size], also of an `nn.Conv1d`, [filters, size, span]. */
function asTextFilters(array: NamedArray): NamedArray {
  const { name, shape, values } = array;
  if (!/^text_feature\.convs\.\d+\.weight$/.test(name) || shape.length !== 3) return array;
  const [filters = 0, size = 0, span = 0] = shape;
  const turned = new Float32Array(values.length);
  for (let filter = 0, to = 0; filter < filters; filter++)
    for (let word = 0; word < span; word++)
      for (let i = 0; i < size; i++) turned[to++] = values[(filter * size + i) * span + word]!;
  return { name, shape: [filters, 1, span, size], values: turned };
}
