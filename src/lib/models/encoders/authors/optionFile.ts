// The authors' option files, `option/RSITMD_AMFMN.yaml` and similar ones. Their networks differ in the section `model`.
import type { ConfigSection } from "../../../base/configSection.js";
import type { ModelOptions } from "../../contract/retrievalModel.js";
import type { TrainingPlan } from "../../contract/trainingPlan.js";

/** The network that an option file describes. */
export interface DescribedModel {
  /** Options of the network. */
  readonly options: ModelOptions;
  /** Names of the options that the file sets. */
  readonly named: readonly string[];
}

/** Returns true when a file has the authors' form and, if a name is given, is for that network. */
export function isAuthorsFile(file: ConfigSection, network?: string): boolean {
  if (!file.has("optim") && !file.has("dataset")) return false;
  return network === undefined || (file.has("model") && file.section("model").any("name") === network);
}

/**
 * Reads each key of a file and gives it its meaning here.
 *
 * @param readModel reads the section `model`, and adds sentences about settings that have no effect
 */
export function readAuthorsFile(
  file: ConfigSection,
  readModel: (model: ConfigSection, notes: string[]) => DescribedModel,
): TrainingPlan {
  const notes: string[] = [];
  const { options: model, named } = readModel(file.section("model"), notes);
  const dataset = file.section("dataset");
  const optim = file.section("optim");
  const logs = file.section("logs");
  const kFold = file.section("k_fold");
  const experiment = kFold.string("experiment_name");
  const folds = kFold.number("nums");
  const checkpoints = logs.string("ckpt_save_path");
  const resume = readResume(optim);
  const local = dataset.string("local_path");
  const plan: TrainingPlan = {
    data: dataset.string("data_path"),
    images: dataset.string("image_path"),
    vocabulary: dataset.string("vocab_path"),
    start: resume,
    model,
    ...(resume !== undefined && { named }),
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
      ...(local !== undefined && { local }),
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

/**
 * Reads the section `model.seq2vec`.
 *
 * @returns the dropout of the text encoder
 */
export function readSeq2vec(seq2vec: ConfigSection, notes: string[]): number | undefined {
  seq2vec.oneOf("arch", ["skipthoughts"]);
  seq2vec.oneOf("type", ["BayesianUniSkip"]);
  if (seq2vec.string("dir_st") !== undefined) {
    notes.push(
      "model.seq2vec.dir_st: no pretrained skip-thoughts are read; the text encoder starts at random.",
    );
  }
  if (seq2vec.boolean("fixed_emb") === true)
    seq2vec.refuse("fixed_emb", "False: word embeddings are trained");
  const dropout = seq2vec.number("dropout");
  seq2vec.end();
  return dropout;
}

/**
 * Reads the section `model.multiscale`.
 *
 * @returns the channels of each scale
 */
export function readMultiscale(multiscale: ConfigSection): number | undefined {
  if ((multiscale.number("multiscale_output_channel") ?? 1) !== 1) {
    multiscale.refuse("multiscale_output_channel", "1, since the mask is one map");
  }
  const channels = multiscale.number("multiscale_input_channel");
  multiscale.end();
  return channels;
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
