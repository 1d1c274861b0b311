// The family of models that the authors released.
import type { ModelFamily } from "../../contract/modelFamily.js";
import { authorsCheckpoints } from "./authorsCheckpoints.js";
import { authorsOptionFiles } from "./authorsOptions.js";
import { checkReleasedOptions, type ReleasedOptions, releasedConfigs } from "./options.js";
import { ReleasedAmfmn } from "./releasedAmfmn.js";

/** AMFMN as released, with the authors' checkpoints and option files. */
export const released = {
  network: "released",
  configs: releasedConfigs,
  checkOptions: checkReleasedOptions,
  create: (options: ReleasedOptions, setup) => new ReleasedAmfmn(options, setup),
  foreignCheckpoints: authorsCheckpoints,
  foreignOptionFiles: authorsOptionFiles,
} as const satisfies ModelFamily<ReleasedOptions>;
