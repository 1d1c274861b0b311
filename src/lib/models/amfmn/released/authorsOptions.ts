// The authors' option files, `option/RSITMD_AMFMN.yaml` and similar ones.
import type { ConfigSection } from "../../../base/configSection.js";
import type { ForeignOptionFiles } from "../../contract/modelFamily.js";
import type { TrainingPlan } from "../../contract/trainingPlan.js";
import type { GuidedAttention } from "../guidedAttention.js";
import { type ReleasedOptions, releasedConfigs } from "./options.js";

const attentions: Readonly<Record<string, GuidedAttention>> = {
  soft_att: "soft",
  fusion_att: "fusion",
  similarity_att: "similarity",
};

/** Reads each key of the authors' files and gives it its meaning here. */
export const authorsOptionFiles: ForeignOptionFiles = {
  recognizes: (file) => file.has("optim") || file.has("dataset"),
  read: readAuthorsOptions,
};

function readAuthorsOptions(file: ConfigSection): TrainingPlan {
  const notes: string[] = [];
  const model = readModel(file.section("model"), notes);
  const dataset = file.section("dataset");
  const optim = file.section("optim");
  const logs = file.section("logs");
  const kFold = file.section("k_fold");
  const experiment = kFold.string("experiment_name");
  const folds = kFold.number("nums");
  const checkpoints = logs.string("ckpt_save_path");
  const resume = readResume(optim);
  const plan: TrainingPlan = {
    data: dataset.string("data_path"),
    images: dataset.string("image_path"),
    vocabulary: dataset.string("vocab_path"),
    start: resume,
    model,
    ...(resume !== undefined && { named: namedOptions(file.section("model")) }),
    fit: {
      batchSize: dataset.number("batch_size"),
      epochs: optim.number("epochs"),
      learningRate: optim.number("lr"),
      decay: optim.number("lr_decay_param"),
      decayEvery: optim.number("lr_update_epoch"),
      clipNorm: optim.number("grad_clip"),
      maxViolation: readSwitch(optim, "max_violation"),
      margin: optim.number("margin"),
      threads: dataset.number("workers"),
      validateEvery: logs.number("eval_step"),
      out: checkpoints === undefined ? undefined : `${checkpoints}${experiment ?? ""}`,
    },
    ...(folds !== undefined && folds > 1 && { folds: { folds, by: "random" as const } }),
    notes,
  };
  dataset.ignore("datatype", "data_split", "batch_size_val");
  logs.ignore("print_freq", "logger_name");
  kFold.ignore("current_num");
  for (const section of [dataset, optim, logs, kFold, file]) section.end();
  return plan;
}

function readModel(model: ConfigSection, notes: string[]): ReleasedOptions {
  const multiscale = model.section("multiscale");
  const crossAttention = model.section("cross_attention");
  const seq2vec = model.section("seq2vec");
  const embed = model.section("embed");
  const base = releasedConfigs["released/soft"].options;
  const attention = crossAttention.oneOf("att_type", Object.keys(attentions)) ?? "soft_att";
  if ((multiscale.number("multiscale_output_channel") ?? 1) !== 1) {
    multiscale.refuse("multiscale_output_channel", "1, since the mask is one map");
  }
  seq2vec.oneOf("arch", ["skipthoughts"]);
  seq2vec.oneOf("type", ["BayesianUniSkip"]);
  if (seq2vec.string("dir_st") !== undefined) {
    notes.push(
      "model.seq2vec.dir_st: no pretrained skip-thoughts are read; the text encoder starts at random.",
    );
  }
  if (seq2vec.boolean("fixed_emb") === true)
    seq2vec.refuse("fixed_emb", "False: word embeddings are trained");
  model.oneOf("name", ["AMFMN"]);
  const options: ReleasedOptions = {
    ...base,
    attention: attentions[attention]!,
    attentionChannels: multiscale.number("multiscale_input_channel") ?? base.attentionChannels,
    embedding: embed.number("embed_dim") ?? base.embedding,
    dropout: seq2vec.number("dropout") ?? base.dropout,
  };
  for (const section of [multiscale, crossAttention, seq2vec, embed, model]) section.end();
  return options;
}

/** Returns the options of the network that the file sets. */
function namedOptions(model: ConfigSection): string[] {
  const places = {
    attention: model.section("cross_attention").has("att_type"),
    attentionChannels: model.section("multiscale").has("multiscale_input_channel"),
    embedding: model.section("embed").has("embed_dim"),
    dropout: model.section("seq2vec").has("dropout"),
  };
  return Object.entries(places).flatMap(([name, isSet]) => (isSet ? [name] : []));
}

/** Theirs is False, or a checkpoint's path. */
function readResume(optim: ConfigSection): string | undefined {
  return optim.any("resume") === false ? undefined : optim.string("resume");
}

/** 0 and 1, or False and True. */
function readSwitch(section: ConfigSection, key: string): boolean | undefined {
  const value = section.any(key);
  if (value === undefined || typeof value === "boolean") return value;
  return value === 0 || value === 1 ? value === 1 : section.refuse(key, "0 or 1");
}
