// The family of models that the paper describes.
import type { ModelFamily } from "../../contract/modelFamily.js";
import { checkPaperOptions, type PaperOptions, paperConfigs } from "./options.js";
import { PaperAmfmn } from "./paperAmfmn.js";

/** AMFMN as the paper describes it, with its ablations. */
export const paper = {
  network: "paper",
  configs: paperConfigs,
  checkOptions: checkPaperOptions,
  create: (options: PaperOptions, setup) => new PaperAmfmn(options, setup),
} as const satisfies ModelFamily<PaperOptions>;
