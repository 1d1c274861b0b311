// The authors' option files of GaLR, `option/RSITMD_mca/RSITMD_GaLR.yaml` and similar ones.
import type { ConfigSection } from "../../../base/configSection.js";
import type { ForeignOptionFiles } from "../../contract/modelFamily.js";
import {
  type DescribedModel,
  isAuthorsFile,
  readAuthorsFile,
  readMultiscale,
  readSeq2vec,
} from "../../encoders/authors/optionFile.js";
import { galrConfigs } from "../configs.js";
import { checkGalrOptions, type GalrOptions } from "../options.js";

/** Reads a file that names GaLR. Its training images are truly rotated, as the authors' code does. */
export const galrOptionFiles: ForeignOptionFiles = {
  recognizes: (file) => isAuthorsFile(file, "GaLR"),
  read(file) {
    const plan = readAuthorsFile(file, readModel);
    const { recipe } = galrConfigs["released/galr"];
    return { ...plan, fit: { ...recipe, ...plan.fit } };
  },
};

/** Keys that the authors' code reads nowhere. */
const unread = [
  "correct_local_hidden_dim",
  "correct_local_hidden_drop",
  "supplement_global_hidden_dim",
  "supplement_global_hidden_drop",
];

function readModel(model: ConfigSection, notes: string[]): DescribedModel {
  const base = galrConfigs["released/galr"].options;
  const embed = model.section("embed");
  const fusion = model.section("fusion");
  const set: Partial<GalrOptions> = {
    attentionChannels: readMultiscale(model.section("multiscale")),
    dropout: readSeq2vec(model.section("seq2vec"), notes),
    embedding: embed.number("embed_dim"),
    heads: fusion.number("mca_MULTI_HEAD"),
    feedForward: fusion.number("mca_FF_SIZE"),
    fusionDropout: fusion.number("mca_DROPOUT_R"),
    gammaDropout: fusion.number("dynamic_fusion_drop"),
  };
  const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
  const options: GalrOptions = { ...base, ...given };
  requireSize(fusion, "mca_HIDDEN_SIZE", options.embedding);
  requireSize(fusion, "dynamic_fusion_dim", options.embedding);
  requireSize(fusion, "mca_HIDDEN_SIZE_HEAD", options.embedding / options.heads);
  fusion.ignore(...unread);
  model.ignore("name", "cross_attention", "global_local_weight");
  for (const section of [embed, fusion, model]) section.end();
  checkGalrOptions(options);
  return { options, named: Object.keys(given) };
}

/** Refuses a size that the authors' network cannot have beside its others. */
function requireSize(fusion: ConfigSection, key: string, size: number): void {
  if ((fusion.number(key) ?? size) !== size) fusion.refuse(key, `${size}, which the other sizes require`);
}
