// Checkpoints of the authors' GaLR, {epoch, arch, model, best_rsum, options, Eiters} with 239 tensors, and of the programs
// that use its global branch alone.
import { OptionError } from "../../../base/errors.js";
import type { NamedArray } from "../../../checkpoint/namedArray.js";
import type { StateDict } from "../../../checkpoint/pytorch/stateDict.js";
import type { ForeignCheckpoints } from "../../contract/modelFamily.js";
import type { RetrievalModel } from "../../contract/retrievalModel.js";
import {
  authorsSizes,
  authorsTensors,
  filledModel,
  hasAuthorsEncoders,
  savedNumber,
  sideOf,
} from "../../encoders/authors/checkpoints.js";
import { galrConfigs, globalConfigs } from "../configs.js";
import { Galr } from "../networks/galr.js";
import { GlobalGalr } from "../networks/globalGalr.js";
import type { GalrOptions } from "../options.js";
import type { GalrTextOptions } from "../texts.js";

const released = galrConfigs["released/galr"].options;

/** Reads and writes the state dict of the authors' network with both branches. */
export const galrCheckpoints: ForeignCheckpoints = {
  recognizes: (names) => names.some((name) => /^(local_feature|fusion)\./.test(name)),

  load(file, state, tokenizer) {
    const model = filledModel(file, state, tokenizer, {
      create: (setup) => new Galr(optionsOf(state), setup),
      unused: deadTensors,
    });
    model.local = { kind: "released", settings: {} };
    return model;
  },

  async tensors(model) {
    const options = model.options as GalrOptions;
    requireReleasedText(options);
    const { fusion, selfAttention, guidance, guidedSelfAttention } = options;
    if (fusion !== "midf" || !selfAttention || guidance !== "sequential" || !guidedSelfAttention) {
      throw new OptionError(
        "model: expected the fusion of the released network (selfAttention, sequential guidance, guidedSelfAttention), found another one, which the authors' code does not have; export a model such as released/galr.",
      );
    }
    if (options.gammas === "two") {
      throw new OptionError(
        "model: expected the option gammas one, as in the released network, found two; the authors' code would weigh both terms alike.",
      );
    }
    return authorsTensors(model, options.deadParts ? {} : deadShapes(options));
  },
};

/** Reads and writes a state dict without local branch and fusion, such as `AMFMN.tar` of the authors' localization. */
export const globalCheckpoints: ForeignCheckpoints = {
  recognizes: (names) => hasAuthorsEncoders(names) && !names.some((name) => otherParts.test(name)),

  load: (file, state, tokenizer) =>
    filledModel(file, state, tokenizer, {
      create: (setup) => {
        const sizes = authorsSizes(state, globalConfigs["released/galr-global"].options);
        return new GlobalGalr({ network: "galr-global", ...sizes, text: "skip-thoughts" }, setup);
      },
      unused: otherParts,
    }),

  tensors(model: RetrievalModel): Promise<NamedArray[]> {
    requireReleasedText(model.options as GalrTextOptions);
    return authorsTensors(model);
  },
};

/** Parts of the authors' networks beside the global branch. */
const otherParts = /^(local_feature|fusion|cross_attention_s|vgmf_gate)\./;

/** Tensors that change no score: query and key projections, and the dynamic weights. */
const deadTensors = /^fusion\.(\w+\.mhatt\d?\.linear_[qk]|dynamic_weight\.[03])\.(weight|bias)$/;

function requireReleasedText({ text }: GalrTextOptions): void {
  if (text === "skip-thoughts") return;
  throw new OptionError(
    `model: expected the text encoder skip-thoughts, found ${text}, which the authors' code does not have; export a model such as released/galr.`,
  );
}

function deadShapes({ embedding }: GalrOptions): Record<string, readonly number[]> {
  const attentions = ["l2l_SA.mhatt", "g2g_SA.mhatt", "g2l_SGA.mhatt1", "g2l_SGA.mhatt2"];
  const linear = (name: string, outputs: number): [string, readonly number[]][] => [
    [`fusion.${name}.weight`, [outputs, embedding]],
    [`fusion.${name}.bias`, [outputs]],
  ];
  return Object.fromEntries([
    ...[...attentions, "l2g_SGA.mhatt1", "l2g_SGA.mhatt2"].flatMap((attention) => [
      ...linear(`${attention}.linear_k`, embedding),
      ...linear(`${attention}.linear_q`, embedding),
    ]),
    ...linear("dynamic_weight.0", embedding),
    ...linear("dynamic_weight.3", 2),
  ]);
}

/** Derives the options from shapes and saved options. */
function optionsOf(state: StateDict): GalrOptions {
  const side = sideOf(state.tensors);
  const saved = (key: string) => savedNumber(state.options, "model", "fusion", key);
  const sizes = authorsSizes(state, released);
  const heads = saved("mca_MULTI_HEAD") ?? released.heads;
  return {
    ...released,
    ...sizes,
    feedForward: side("fusion.g2g_SA.ffn.mlp.fc.linear.weight", 0) ?? released.feedForward,
    // Heads decide dropout only. A network that the default does not divide has one head.
    heads: Number.isInteger(sizes.embedding / heads) ? heads : 1,
    fusionDropout: saved("mca_DROPOUT_R") ?? released.fusionDropout,
    gammaDropout: saved("dynamic_fusion_drop") ?? released.gammaDropout,
    deadParts: state.tensors.some(({ name }) => deadTensors.test(name)),
  };
}
