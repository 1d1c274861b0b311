// Checkpoints of the authors' code, {epoch, arch, model, best_rsum, options, Eiters}: read into a model whose size
// is taken from the tensors' shapes, and written back under the authors' names.
import * as tf from "@tensorflow/tfjs-core";
import { CheckpointError, OptionError } from "../../../base/errors.js";
import { loadStateDict } from "../../../checkpoint/loadStateDict.js";
import type { NamedArray } from "../../../checkpoint/namedArray.js";
import { readPytorch } from "../../../checkpoint/pytorch/readPytorch.js";
import { writeTensors } from "../../../checkpoint/safetensors.js";
import type { Vocabulary } from "../../../text/vocabulary.js";
import type { Amfmn } from "../amfmn.js";
import type { GuidedAttention } from "../guidedAttention.js";
import { modelConfigs, type ReleasedOptions } from "../options.js";
import { authorsEntries, neverRead } from "./authorsNames.js";
import { ReleasedAmfmn } from "./releasedAmfmn.js";

/** What of an authors' file makes a model. */
interface AuthorsFile {
  readonly tensors: readonly NamedArray[];
  /** Share of dropped elements, where the file's options tell. */
  readonly dropout?: number;
}

const embeddingName = "text_feature.seq2vec.embedding.weight";

export function hasAuthorsNames(tensors: readonly NamedArray[]): boolean {
  return tensors.some(({ name }) => name === embeddingName);
}

/** @throws {CheckpointError} when the file does not hold a state dict of AMFMN */
export async function readAuthorsFile(file: string): Promise<AuthorsFile> {
  const { value, tensors } = await readPytorch(file);
  const saved = value instanceof Map ? (value.get("model") ?? value.get("state_dict") ?? value) : value;
  const arrays = saved instanceof Map ? tensors(saved) : [];
  if (arrays.length === 0)
    throw new CheckpointError(`${file}: expected {"model": state dict}, found no dictionary of tensors.`);
  let dropout: unknown = value;
  for (const key of ["options", "model", "seq2vec", "dropout"])
    dropout = dropout instanceof Map ? dropout.get(key) : undefined;
  return {
    // nn.DataParallel puts `module.` before every name.
    tensors: arrays.map((array) => ({ ...array, name: array.name.replace(/^module\./, "") })),
    dropout: typeof dropout === "number" ? dropout : undefined,
  };
}

/**
 * @throws {CheckpointError} when there is no vocabulary
 * @throws {CheckpointKeysError} that lists what is missing, unexpected or misshapen
 */
export function modelFromAuthors(
  file: string,
  { tensors, dropout }: AuthorsFile,
  vocabulary: Vocabulary | undefined,
): ReleasedAmfmn {
  if (!vocabulary) {
    throw new CheckpointError(
      `${file}: expected the vocabulary that it was trained with beside it, found none; give its JSON file (--vocab FILE).`,
    );
  }
  const model = new ReleasedAmfmn(optionsOf(tensors, dropout), vocabulary);
  const words = tensors.find(({ name }) => name === embeddingName)?.shape[0];
  const differs = words !== undefined && words !== vocabulary.size;
  const advice = differs
    ? `; it was trained with ${words - 1} words and the vocabulary has ${vocabulary.size - 1}`
    : undefined;
  try {
    loadStateDict(file, authorsEntries(model.parameters), tensors, { ignored: neverRead, advice });
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

/** The model's size as the shapes tell; what a missing tensor would tell is taken to be as released. */
function optionsOf(tensors: readonly NamedArray[], dropout?: number): ReleasedOptions {
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
  const side = (name: string, axis: number, otherwise: number) => shapes.get(name)?.[axis] ?? otherwise;
  const released = modelConfigs["released/soft"];
  const mapSide = Math.sqrt(side("mvsa.solo_attention.weight", 1, (released.imageSize / 16) ** 2));
  return {
    network: "released",
    imageSize: Math.max(32, 32 * Math.round(mapSide / 2)),
    width: side("extract_feature.resnet.conv1.weight", 0, released.width),
    attentionChannels: side("mvsa.LF_conv.weight", 0, released.attentionChannels),
    embedding: side("extract_feature.linear.weight", 0, released.embedding),
    wordEmbedding: side(embeddingName, 1, released.wordEmbedding),
    hidden: side("text_feature.to_out.weight", 1, released.hidden),
    attention: attentionOf([...shapes.keys()]),
    dropout: dropout ?? released.dropout,
  };
}

function attentionOf(names: readonly string[]): GuidedAttention {
  const has = (part: string) => names.some((name) => name.startsWith(`cross_attention_s.${part}.`));
  if (has("cross_attention_fc1")) return "fusion";
  return has("fc_visual") ? "similarity" : "soft";
}

/**
 * Writes a model under the authors' names, as safetensors with the vocabulary in the header. Their code loads it
 * by `model.load_state_dict(safetensors.torch.load_file(file))`: what it asks for and never reads (the ResNet's
 * classifier, the unused gate, BatchNorm's step counts) is there, filled with zeros.
 *
 * @throws {OptionError} when the model is not of the released network
 */
export async function exportReleased(file: string, model: Amfmn): Promise<void> {
  if (!(model instanceof ReleasedAmfmn)) {
    throw new OptionError(
      `${file}: expected a model of the released network, found ${model.options.network}, which the authors' code does not have.`,
    );
  }
  const tensors: NamedArray[] = [];
  for (const { variable, parts, split } of authorsEntries(model.parameters)) {
    const values = tf.tidy(() => split(variable));
    for (const [i, { name, shape }] of parts.entries()) {
      const numbers = (await values[i]!.data()) as Float32Array;
      // Padding is zero there, whatever it was drawn as here, where it is never read.
      if (name === embeddingName) numbers.fill(0, 0, shape[1]);
      tensors.push({ name, shape, values: numbers });
    }
    tf.dispose(values);
  }
  const { width, embedding } = model.options;
  const zeros = (name: string, shape: number[]) =>
    tensors.push({ name, shape, values: new Float32Array(tf.util.sizeFromShape(shape)) });
  zeros("extract_feature.resnet.fc.weight", [1000, 8 * width]);
  zeros("extract_feature.resnet.fc.bias", [1000]);
  zeros("vgmf_gate.gate.weight", [embedding, 1024]);
  zeros("vgmf_gate.gate.bias", [embedding]);
  for (const { name } of tensors.filter(({ name }) => name.endsWith(".running_var")))
    zeros(name.replace("running_var", "num_batches_tracked"), []);
  const metadata = { format: "pt", vocabulary: JSON.stringify(model.vocabulary) };
  await writeTensors(file, { tensors, metadata });
}
