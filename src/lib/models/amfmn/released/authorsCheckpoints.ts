// Checkpoints of the authors' AMFMN, {epoch, arch, model, best_rsum, options, Eiters}.
import type { StateDict } from "../../../checkpoint/pytorch/stateDict.js";
import type { ForeignCheckpoints } from "../../contract/modelFamily.js";
import {
  authorsSizes,
  authorsTensors,
  filledModel,
  hasAuthorsEncoders,
} from "../../encoders/authors/checkpoints.js";
import type { GuidedAttention } from "../guidedAttention.js";
import { type ReleasedOptions, releasedConfigs } from "./options.js";
import { ReleasedAmfmn } from "./releasedAmfmn.js";

/** Reads and writes the state dict of the authors' `AMFMN` class. */
export const authorsCheckpoints: ForeignCheckpoints = {
  recognizes: hasAuthorsEncoders,

  load: (file, state, tokenizer) =>
    filledModel(file, state, tokenizer, {
      create: (setup) => new ReleasedAmfmn(optionsOf(state), setup),
      unused: /^vgmf_gate\.gate\.(weight|bias)$/,
    }),

  /** Adds zeros for the gate that the authors' code has and never calls. */
  tensors(model) {
    const { embedding } = model.options as ReleasedOptions;
    return authorsTensors(model, {
      "vgmf_gate.gate.weight": [embedding, 1024],
      "vgmf_gate.gate.bias": [embedding],
    });
  },
};

function optionsOf(state: StateDict): ReleasedOptions {
  const sizes = authorsSizes(state, releasedConfigs["released/soft"].options);
  return { network: "released", ...sizes, attention: attentionOf(state.tensors.map(({ name }) => name)) };
}

function attentionOf(names: readonly string[]): GuidedAttention {
  const has = (part: string) => names.some((name) => name.startsWith(`cross_attention_s.${part}.`));
  if (has("cross_attention_fc1")) return "fusion";
  return has("fc_visual") ? "similarity" : "soft";
}
