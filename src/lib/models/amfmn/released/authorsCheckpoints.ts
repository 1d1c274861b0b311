// Checkpoints of the authors' code, {epoch, arch, model, best_rsum, options, Eiters}.
import * as tf from "@tensorflow/tfjs-core";
import { CheckpointError } from "../../../base/errors.js";
import { loadStateDict, parameterLimit } from "../../../checkpoint/loadStateDict.js";
import type { NamedArray } from "../../../checkpoint/namedArray.js";
import type { StateDict } from "../../../checkpoint/pytorch/stateDict.js";
import { torchArrays, torchSources } from "../../../checkpoint/torchParameters.js";
import type { Tokenizer } from "../../../text/tokenizer.js";
import type { ForeignCheckpoints } from "../../contract/modelFamily.js";
import type { RetrievalModel } from "../../contract/retrievalModel.js";
import type { GuidedAttention } from "../guidedAttention.js";
import { type ReleasedOptions, releasedConfigs } from "./options.js";
import { ReleasedAmfmn } from "./releasedAmfmn.js";
import { embeddingName } from "./textEncoder.js";

/** Reads and writes the state dict of the authors' `AMFMN` class. */
export const authorsCheckpoints: ForeignCheckpoints = {
  recognizes: (names) => names.some((name) => /^(text_feature\.seq2vec|extract_feature|mvsa)\./.test(name)),

  /** Takes the model's sizes from the shapes of the tensors. */
  load(file, state, tokenizer) {
    if (!tokenizer) {
      throw new CheckpointError(
        `${file}: expected the vocabulary that it was trained with beside it, found none; give its JSON file (--vocab FILE).`,
      );
    }
    const { tensors } = state;
    const setup = { tokenizer, recipe: {}, parameterLimit: parameterLimit(file, tensors) };
    const model = new ReleasedAmfmn(optionsOf(state), setup);
    try {
      const advice = differenceOfWords(tensors, tokenizer);
      loadStateDict(file, torchSources(model.parameters.list()), tensors, { ignored: isUnused, advice });
    } catch (error) {
      model.dispose();
      throw error;
    }
    return model;
  },

  /** Adds zeros for the tensors that the authors' code asks for and never reads. */
  async tensors(model) {
    const { parameters, options } = model as RetrievalModel & { readonly options: ReleasedOptions };
    const arrays = await torchArrays(parameters.list());
    // The authors' code expects a zero padding row. Ours holds random values, because it never reads that row.
    for (const { name, shape, values } of arrays) if (name === embeddingName) values.fill(0, 0, shape[1]);
    return [...arrays, ...unusedTensors(options, arrays)];
  },
};

/** The ResNet's classifier, the gate that is never called, and the step counts of BatchNorm. */
function isUnused(name: string): boolean {
  return /^(extract_feature\.resnet\.fc|vgmf_gate\.gate)\.(weight|bias)$|\.num_batches_tracked$/.test(name);
}

function unusedTensors({ width, embedding }: ReleasedOptions, arrays: readonly NamedArray[]): NamedArray[] {
  const zeros = (name: string, shape: number[]): NamedArray => ({
    name,
    shape,
    values: new Float32Array(tf.util.sizeFromShape(shape)),
  });
  const variances = arrays.filter(({ name }) => name.endsWith(".running_var"));
  return [
    zeros("extract_feature.resnet.fc.weight", [1000, 8 * width]),
    zeros("extract_feature.resnet.fc.bias", [1000]),
    zeros("vgmf_gate.gate.weight", [embedding, 1024]),
    zeros("vgmf_gate.gate.bias", [embedding]),
    ...variances.map(({ name }) => zeros(name.replace("running_var", "num_batches_tracked"), [])),
  ];
}

function differenceOfWords(tensors: readonly NamedArray[], { size }: Tokenizer): string | undefined {
  const rows = tensors.find(({ name }) => name === embeddingName)?.shape[0];
  if (rows === undefined || rows === size) return undefined;
  return `; it was trained with ${rows - 1} words and the vocabulary has ${size - 1}`;
}

/** Derives the options from shapes. A size whose tensor is missing is the released one. */
function optionsOf({ tensors, options }: StateDict): ReleasedOptions {
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
  const side = (name: string, axis: number, fallback: number) => shapes.get(name)?.[axis] ?? fallback;
  const base = releasedConfigs["released/soft"].options;
  const mapSide = Math.sqrt(side("mvsa.solo_attention.weight", 1, (base.imageSize / 16) ** 2));
  return {
    network: "released",
    imageSize: Math.max(32, 32 * Math.round(mapSide / 2)),
    width: side("extract_feature.resnet.conv1.weight", 0, base.width),
    attentionChannels: side("mvsa.LF_conv.weight", 0, base.attentionChannels),
    embedding: side("extract_feature.linear.weight", 0, base.embedding),
    wordEmbedding: side(embeddingName, 1, base.wordEmbedding),
    hidden: side("text_feature.to_out.weight", 1, base.hidden),
    attention: attentionOf([...shapes.keys()]),
    dropout: dropoutOf(options) ?? base.dropout,
  };
}

function attentionOf(names: readonly string[]): GuidedAttention {
  const has = (part: string) => names.some((name) => name.startsWith(`cross_attention_s.${part}.`));
  if (has("cross_attention_fc1")) return "fusion";
  return has("fc_visual") ? "similarity" : "soft";
}

/** Returns `options.model.seq2vec.dropout`. */
function dropoutOf(options: unknown): number | undefined {
  let value = options;
  for (const key of ["model", "seq2vec", "dropout"])
    value = value instanceof Map ? value.get(key) : undefined;
  return typeof value === "number" ? value : undefined;
}
