// The families of GaLR: both branches, and each of them alone.
import type { ModelFamily } from "../contract/modelFamily.js";
import { galrCheckpoints, globalCheckpoints } from "./authors/checkpoints.js";
import { galrOptionFiles } from "./authors/optionFile.js";
import { galrConfigs, globalConfigs, localConfigs } from "./configs.js";
import { Galr } from "./networks/galr.js";
import { GlobalGalr } from "./networks/globalGalr.js";
import { LocalGalr } from "./networks/localGalr.js";
import { objectInputs } from "./objects/localInputs.js";
import {
  checkGalrOptions,
  checkGlobalOptions,
  checkLocalOptions,
  type GalrOptions,
  type GlobalOptions,
  type LocalOptions,
} from "./options.js";

/** GaLR as released and as the paper has it, with the authors' checkpoints and option files. */
export const galr = {
  network: "galr",
  configs: galrConfigs,
  checkOptions: checkGalrOptions,
  create: (options: GalrOptions, setup) => new Galr(options, setup),
  local: objectInputs,
  foreignCheckpoints: galrCheckpoints,
  foreignOptionFiles: galrOptionFiles,
} as const satisfies ModelFamily<GalrOptions>;

/** The global branch alone, with the checkpoints of the authors' localization. */
export const galrGlobal = {
  network: "galr-global",
  configs: globalConfigs,
  checkOptions: checkGlobalOptions,
  create: (options: GlobalOptions, setup) => new GlobalGalr(options, setup),
  foreignCheckpoints: globalCheckpoints,
} as const satisfies ModelFamily<GlobalOptions>;

/** The local branch alone. */
export const galrLocal = {
  network: "galr-local",
  configs: localConfigs,
  checkOptions: checkLocalOptions,
  create: (options: LocalOptions, setup) => new LocalGalr(options, setup),
  local: objectInputs,
} as const satisfies ModelFamily<LocalOptions>;
