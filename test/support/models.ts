// The options of every shipped model, typed by name, for tests that change them.
import { paperConfigs } from "../../src/lib/models/amfmn/paper/options.js";
import { releasedConfigs } from "../../src/lib/models/amfmn/released/options.js";

const configs = { ...releasedConfigs, ...paperConfigs };

type OptionsByName<C> = { readonly [Name in keyof C]: C[Name] extends { options: infer O } ? O : never };

export const modelConfigs = Object.fromEntries(
  Object.entries(configs).map(([name, { options }]) => [name, options]),
) as OptionsByName<typeof configs>;
