// The family of the lightweight model.
import type { ModelFamily } from "../contract/modelFamily.js";
import { authorsCheckpoints } from "./authorsCheckpoints.js";
import { LwMcr } from "./lwMcr.js";
import { checkLwMcrOptions, type LwMcrOptions, lwMcrConfigs } from "./options.js";

/** LW-MCR, with the authors' checkpoints. */
export const lwMcr = {
  network: "lw-mcr",
  configs: lwMcrConfigs,
  checkOptions: checkLwMcrOptions,
  create: (options: LwMcrOptions, setup) => new LwMcr(options, setup),
  foreignCheckpoints: authorsCheckpoints,
} as const satisfies ModelFamily<LwMcrOptions>;
