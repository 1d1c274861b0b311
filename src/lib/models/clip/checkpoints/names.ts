// The names under which programs store CLIP's weights: OpenAI's and open_clip's, open_clip's with a text tower of its own, and
// Hugging Face's.
import type { Parameter, TorchLayout } from "../../../nn/parameters.js";

/** A program's names of CLIP's weights. */
export interface NamingScheme {
  /** The program, for messages. */
  readonly program: string;
  /** Returns the form of one of our parameters in the program's state dict. */
  layout(parameter: Parameter): TorchLayout;
}

/** OpenAI's and open_clip's names, which are ours. */
export const openClipNames: NamingScheme = { program: "open_clip", layout: ({ torch }) => torch };

/** The names of open_clip's `CustomTextCLIP`, where the text tower is below `text`. */
export const customTextNames: NamingScheme = {
  program: "open_clip with a text tower of its own",
  layout: ({ name, torch }) =>
    name.startsWith("visual.") || name === "logit_scale"
      ? torch
      : { ...torch, names: torch.names.map((part) => `text.${part}`) },
};

/** Hugging Face's `CLIPModel`, whose queries, keys and values are apart and whose projections are linear layers. */
export const huggingFaceNames: NamingScheme = {
  program: "Hugging Face's transformers",
  layout({ name, torch }) {
    const own = huggingFaceRoots[name];
    if (own) return own;
    const block = /^(visual\.)?transformer\.resblocks\.(\d+)\.(.+)$/.exec(name)!;
    const folder = `${block[1] ? "vision_model" : "text_model"}.encoder.layers.${block[2]}`;
    const inputs = /^attn\.in_proj_(weight|bias)$/.exec(block[3]!);
    if (inputs) {
      const names = ["q", "k", "v"].map((part) => `${folder}.self_attn.${part}_proj.${inputs[1]}`);
      return { axes: torch.axes, names };
    }
    const [, layer, kind] = /^(.+)\.(weight|bias)$/.exec(block[3]!)!;
    return { axes: torch.axes, names: [`${folder}.${huggingFaceLayers[layer!]}.${kind}`] };
  },
};

const huggingFaceLayers: Readonly<Record<string, string>> = {
  ln_1: "layer_norm1",
  ln_2: "layer_norm2",
  "attn.out_proj": "self_attn.out_proj",
  "mlp.c_fc": "mlp.fc1",
  "mlp.c_proj": "mlp.fc2",
};

const matrix = (name: string): TorchLayout => ({ axes: [0, 1], names: [name] });
const vector = (name: string): TorchLayout => ({ axes: [0], names: [name] });
const transposed = (name: string): TorchLayout => ({ axes: [1, 0], names: [name] });

/** Weights outside of the blocks. The misspelled `pre_layrnorm` is Hugging Face's. */
const huggingFaceRoots: Readonly<Record<string, TorchLayout>> = {
  logit_scale: { axes: [], names: ["logit_scale"] },
  "visual.class_embedding": vector("vision_model.embeddings.class_embedding"),
  "visual.conv1.weight": { axes: [3, 2, 0, 1], names: ["vision_model.embeddings.patch_embedding.weight"] },
  "visual.positional_embedding": matrix("vision_model.embeddings.position_embedding.weight"),
  "visual.ln_pre.weight": vector("vision_model.pre_layrnorm.weight"),
  "visual.ln_pre.bias": vector("vision_model.pre_layrnorm.bias"),
  "visual.ln_post.weight": vector("vision_model.post_layernorm.weight"),
  "visual.ln_post.bias": vector("vision_model.post_layernorm.bias"),
  "visual.proj": transposed("visual_projection.weight"),
  "token_embedding.weight": matrix("text_model.embeddings.token_embedding.weight"),
  positional_embedding: matrix("text_model.embeddings.position_embedding.weight"),
  "ln_final.weight": vector("text_model.final_layer_norm.weight"),
  "ln_final.bias": vector("text_model.final_layer_norm.bias"),
  text_projection: transposed("text_projection.weight"),
};

/** Returns the scheme of a state dict with these names; undefined for those of another network. */
export function namingScheme(names: readonly string[]): NamingScheme | undefined {
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name));
  if (has(/^(vision_model|text_model)\.(embeddings|encoder)\./)) return huggingFaceNames;
  if (has(/^text\.(token_embedding|transformer\.resblocks)\./)) return customTextNames;
  const isVisual = has(/^visual\.(conv1\.weight|class_embedding|attnpool\.|transformer\.resblocks\.)/);
  const isText = has(/^(token_embedding\.weight|transformer\.resblocks\.)/);
  return isVisual || isText ? openClipNames : undefined;
}

/** Returns true for tensors beside the weights: counters, sizes in OpenAI's archives, masks and position numbers. */
export function isUnused(name: string): boolean {
  return /(^|\.)(num_batches_tracked|attn_mask|position_ids)$|^(input_resolution|context_length|vocab_size)$/.test(
    name,
  );
}
