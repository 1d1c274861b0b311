// The authors' option files of AMFMN, `option/RSITMD_AMFMN.yaml` and similar ones.
import type { ConfigSection } from "../../../base/configSection.js";
import type { ForeignOptionFiles } from "../../contract/modelFamily.js";
import {
  type DescribedModel,
  isAuthorsFile,
  readAuthorsFile,
  readMultiscale,
  readSeq2vec,
} from "../../encoders/authors/optionFile.js";
import type { GuidedAttention } from "../guidedAttention.js";
import { type ReleasedOptions, releasedConfigs } from "./options.js";

const attentions: Readonly<Record<string, GuidedAttention>> = {
  soft_att: "soft",
  fusion_att: "fusion",
  similarity_att: "similarity",
};

/** Reads a file that names AMFMN, or no network. */
export const authorsOptionFiles: ForeignOptionFiles = {
  recognizes: (file) => isAuthorsFile(file),
  read: (file) => readAuthorsFile(file, readModel),
};

function readModel(model: ConfigSection, notes: string[]): DescribedModel {
  const named = namedOptions(model);
  const crossAttention = model.section("cross_attention");
  const embed = model.section("embed");
  const base = releasedConfigs["released/soft"].options;
  const attention = crossAttention.oneOf("att_type", Object.keys(attentions)) ?? "soft_att";
  const attentionChannels = readMultiscale(model.section("multiscale"));
  const dropout = readSeq2vec(model.section("seq2vec"), notes);
  model.oneOf("name", ["AMFMN"]);
  const options: ReleasedOptions = {
    ...base,
    attention: attentions[attention]!,
    attentionChannels: attentionChannels ?? base.attentionChannels,
    embedding: embed.number("embed_dim") ?? base.embedding,
    dropout: dropout ?? base.dropout,
  };
  for (const section of [crossAttention, embed, model]) section.end();
  return { options, named };
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
