// Checkpoints of CLIP that other programs wrote: open_clip's, OpenAI's, Hugging Face's, and those of RemoteCLIP and GeoRSCLIP.
import * as tf from "@tensorflow/tfjs-core";
import { CheckpointError, OptionError } from "../../../base/errors.js";
import { listFirst } from "../../../base/messages/listFirst.js";
import { loadStateDict, parameterLimit } from "../../../checkpoint/loadStateDict.js";
import type { NamedArray } from "../../../checkpoint/namedArray.js";
import { torchArrays, torchSources } from "../../../checkpoint/torchParameters.js";
import type { Parameter } from "../../../nn/parameters.js";
import type { ForeignCheckpoints } from "../../contract/modelFamily.js";
import { Clip } from "../clip.js";
import { type ClipOptions, checkClipOptions } from "../options.js";
import { ClipTokenizer } from "../tokenizer/clipTokenizer.js";
import { describedOptions } from "./description.js";
import { isUnused, namingScheme } from "./names.js";
import { shapesOf, sizesOf } from "./sizes.js";

/** Reads all names of CLIP's state dicts, and writes open_clip's. */
export const foreignClip: ForeignCheckpoints = {
  recognizes: (names) => namingScheme(names) !== undefined,

  load(file, { tensors: stored }, tokenizer, details) {
    if (tokenizer)
      throw new OptionError(
        `vocabulary: expected none, as ${file} is a CLIP, which has its own tokenizer; leave the vocabulary (--vocab) out.`,
      );
    const scheme = namingScheme(stored.map(({ name }) => name))!;
    const tensors = stored.filter(({ name }) => !isUnused(name)).map(scalarScale);
    const shapes = shapesOf(tensors, scheme);
    requireBothTowers(file, shapes.names);
    const sizes = sizesOf(file, shapes);
    const options = { ...sizes, ...describedOptions(file, sizes, stored, details) };
    requireHeads(file, options);
    checkClipOptions(options);
    const own = new ClipTokenizer(options.context);
    const words = shapes.of("token_embedding.weight")?.[0];
    if (words !== undefined && words !== own.size)
      throw new CheckpointError(
        `${file}: expected the ${own.size} tokens of CLIP's byte pairs, found ${words}; models with another tokenizer cannot be read.`,
      );
    const setup = { tokenizer: own, recipe: {}, parameterLimit: parameterLimit(file, tensors) };
    const model = new Clip(options, setup);
    try {
      const parameters = model.parameters
        .list()
        .map((parameter): Parameter => ({ ...parameter, torch: scheme.layout(parameter) }));
      loadStateDict(file, torchSources(parameters), tensors);
    } catch (error) {
      model.dispose();
      throw error;
    }
    return model;
  },

  hiddenOptions(model) {
    const { activation, imageHeads, textHeads, mean, deviation, filter, form } = (model as Clip).options;
    return { activation, imageHeads, textHeads, mean, deviation, filter, form };
  },

  /** Adds low-rank adapters to the weights of their layers, because open_clip knows none. */
  async tensors(model) {
    const arrays = await torchArrays(model.parameters.list().filter(({ name }) => !name.includes(".lora.")));
    if (!(model as Clip).adapted) return arrays;
    const merged = await mergedProjections(model as Clip);
    return arrays.map((array) => merged.get(array.name) ?? array);
  },
};

/** Some programs store the scale as a vector of one number. */
function scalarScale(array: NamedArray): NamedArray {
  if (array.name !== "logit_scale" || array.shape.join() !== "1") return array;
  return {
    name: array.name,
    shape: [],
    get values() {
      return array.values;
    },
  };
}

function requireHeads(file: string, { tower, width, textWidth, imageHeads, textHeads }: ClipOptions): void {
  const towers = [
    ["image tower", "imageHeads", tower === "vit" ? width : 32 * width, imageHeads],
    ["text tower", "textHeads", textWidth, textHeads],
  ] as const;
  const unknown = towers.find(([, , , heads]) => heads === 0);
  if (!unknown) return;
  const [name, option, found] = unknown;
  throw new CheckpointError(
    `${file}: expected for the ${name} a width of whole heads of 64 channels, found ${found}; name the option ${option} of the model.`,
  );
}

function requireBothTowers(file: string, names: readonly string[]): void {
  const image = names.some((name) => name.startsWith("visual."));
  const text = names.some((name) => name.startsWith("transformer.") || name.startsWith("token_embedding."));
  if (image && text) return;
  const found = image ? "image" : "text";
  throw new CheckpointError(
    `${file}: expected both towers of CLIP, found only the ${found} tower (${listFirst(names, 3)}); save the state dict of the whole model.`,
  );
}

/** Returns the attentions' projections with their adapters, under open_clip's names and with PyTorch's axes. */
async function mergedProjections(model: Clip): Promise<Map<string, NamedArray>> {
  const merged = new Map<string, NamedArray>();
  for (const attention of [...model.image.attentions, ...model.text.transformer.attentions]) {
    const { inputs, out } = tf.tidy(() => {
      const weights = attention.mergedWeights();
      return { inputs: tf.transpose(weights.inputs), out: tf.transpose(weights.out) };
    });
    const named = {
      [`${attention.name}.in_proj_weight`]: inputs,
      [`${attention.name}.out_proj.weight`]: out,
    };
    for (const [name, tensor] of Object.entries(named))
      merged.set(name, { name, shape: tensor.shape, values: (await tensor.data()) as Float32Array });
    tf.dispose([inputs, out]);
  }
  return merged;
}
