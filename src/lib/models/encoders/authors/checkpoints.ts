// The parts of the authors' checkpoints that their networks share: the trunk, MVSA and the skip-thoughts text encoder.
import * as tf from "@tensorflow/tfjs-core";
import { CheckpointError } from "../../../base/errors.js";
import { loadStateDict, parameterLimit } from "../../../checkpoint/loadStateDict.js";
import type { NamedArray } from "../../../checkpoint/namedArray.js";
import type { StateDict } from "../../../checkpoint/pytorch/stateDict.js";
import { torchArrays, torchSources } from "../../../checkpoint/torchParameters.js";
import type { Tokenizer } from "../../../text/tokenizer.js";
import type { ModelSetup } from "../../contract/baseModel.js";
import type { RetrievalModel } from "../../contract/retrievalModel.js";
import type { NetworkOptions } from "../options.js";
import { embeddingName } from "../texts/releasedTextEncoder.js";

/** Sizes that the shapes of a state dict determine. */
export interface AuthorsSizes extends Omit<NetworkOptions, "network"> {
  /** Length of the text encoder's state. */
  readonly hidden: number;
}

/** Returns true for a state dict with the trunk, MVSA or the text encoder of the authors. */
export function hasAuthorsEncoders(names: readonly string[]): boolean {
  return names.some((name) => /^(text_feature\.seq2vec|extract_feature\.(resnet|linear)|mvsa)\./.test(name));
}

/**
 * Makes a model of a state dict, with all its tensors but those that the authors' code never reads.
 *
 * @param create makes the model without weights
 * @param unused matches further tensors that the file may hold and the model does not need
 * @throws {CheckpointError} without a tokenizer
 * @throws {CheckpointKeysError} that lists missing, unexpected and misshapen tensors
 */
export function filledModel<M extends RetrievalModel>(
  file: string,
  { tensors }: StateDict,
  tokenizer: Tokenizer | undefined,
  { create, unused }: { readonly create: (setup: ModelSetup) => M; readonly unused: RegExp },
): M {
  if (!tokenizer) {
    throw new CheckpointError(
      `${file}: expected the vocabulary that it was trained with beside it, found none; give its JSON file (--vocab FILE).`,
    );
  }
  const model = create({ tokenizer, recipe: {}, parameterLimit: parameterLimit(file, tensors) });
  try {
    const ignored = (name: string) => isUnread(name) || unused.test(name);
    const advice = differenceOfWords(tensors, tokenizer);
    loadStateDict(file, torchSources(model.parameters.list()), tensors, { ignored, advice });
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

/**
 * Returns a model's tensors under the authors' names, with zeros for those that their code asks for and never reads.
 *
 * @param unused names and shapes of further tensors to fill with zeros
 */
export async function authorsTensors(
  { parameters }: RetrievalModel,
  unused: Readonly<Record<string, readonly number[]>> = {},
): Promise<NamedArray[]> {
  const arrays = await torchArrays(parameters.list());
  // The authors' code expects a zero padding row. Ours holds random values, because it never reads that row.
  for (const { name, shape, values } of arrays) if (name === embeddingName) values.fill(0, 0, shape[1]);
  const width = arrays.find(({ name }) => name === firstConvolution)?.shape[0];
  const zeros = Object.entries({
    ...(width !== undefined && classifier(width)),
    ...unused,
    ...Object.fromEntries(
      arrays
        .filter(({ name }) => name.endsWith(".running_var"))
        .map(({ name }) => [name.replace("running_var", "num_batches_tracked"), []]),
    ),
  }).map(([name, shape]) => ({ name, shape, values: new Float32Array(tf.util.sizeFromShape([...shape])) }));
  return [...arrays, ...zeros];
}

/** Derives the sizes from shapes. A size whose tensor is missing is the one in `base`. */
export function authorsSizes({ tensors, options }: StateDict, base: AuthorsSizes): AuthorsSizes {
  const side = sideOf(tensors);
  const mapSide = Math.sqrt(side("mvsa.solo_attention.weight", 1) ?? (base.imageSize / 16) ** 2);
  return {
    imageSize: Math.max(32, 32 * Math.round(mapSide / 2)),
    width: side(firstConvolution, 0) ?? base.width,
    attentionChannels: side("mvsa.LF_conv.weight", 0) ?? base.attentionChannels,
    embedding: side("extract_feature.linear.weight", 0) ?? base.embedding,
    wordEmbedding: side(embeddingName, 1) ?? base.wordEmbedding,
    hidden: side("text_feature.to_out.weight", 1) ?? base.hidden,
    dropout: savedNumber(options, "model", "seq2vec", "dropout") ?? base.dropout,
  };
}

/** Returns a function that looks up one side of a tensor's shape. */
export function sideOf(tensors: readonly NamedArray[]): (name: string, axis: number) => number | undefined {
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
  return (name, axis) => shapes.get(name)?.[axis];
}

/** Returns a number of the saved options, such as that of `model`, `seq2vec`, `dropout`. */
export function savedNumber(options: unknown, ...keys: readonly string[]): number | undefined {
  let value = options;
  for (const key of keys) value = value instanceof Map ? value.get(key) : undefined;
  return typeof value === "number" ? value : undefined;
}

const firstConvolution = "extract_feature.resnet.conv1.weight";

const classifier = (width: number) => ({
  "extract_feature.resnet.fc.weight": [1000, 8 * width],
  "extract_feature.resnet.fc.bias": [1000],
});

/** The ResNet's classifier, and the step counts of BatchNorm. */
function isUnread(name: string): boolean {
  return /^extract_feature\.resnet\.fc\.(weight|bias)$|\.num_batches_tracked$/.test(name);
}

function differenceOfWords(tensors: readonly NamedArray[], { size }: Tokenizer): string | undefined {
  const rows = sideOf(tensors)(embeddingName, 0);
  if (rows === undefined || rows === size) return undefined;
  return `; it was trained with ${rows - 1} words and the vocabulary has ${size - 1}`;
}
