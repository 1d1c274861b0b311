// Finds models by name and creates them.
import { OptionError } from "../base/errors.js";
import { nearestName } from "../base/messages/nearestName.js";
import { requireSeed } from "../base/random.js";
import type { Tokenizer } from "../text/tokenizer.js";
import type { ModelSetup } from "./contract/baseModel.js";
import type { ModelConfig, ModelFamily } from "./contract/modelFamily.js";
import type { TrainingRecipe } from "./contract/recipe.js";
import type { ModelOptions, RetrievalModel } from "./contract/retrievalModel.js";
import { families as shipped } from "./families.js";

type Shipped = (typeof shipped)[number];
/** The class of each name, over a list of families. */
type ModelsByName<Families> = Families extends readonly [infer F, ...infer Rest]
  ? (F extends { readonly configs: infer C; create(...given: never[]): infer M }
      ? { readonly [Name in keyof C]: M }
      : never) &
      ModelsByName<Rest>
  : unknown;
/** The class of each shipped model by its name. */
export type ShippedModels = ModelsByName<typeof shipped>;

/** The names of the models that ship with the library, such as `lesson/small` or `paper/m9`. */
export type ModelName = keyof ShippedModels & string;
/** The class of a shipped model. */
export type ModelOf<Name extends ModelName> = ShippedModels[Name];
/** The class that belongs to the options of a shipped family. */
type ModelOfNetwork<Network, F = Shipped> = F extends {
  readonly network: Network;
  create(...given: never[]): infer M;
}
  ? M
  : never;
/** The options of a shipped model. */
export type OptionsOf<Name extends ModelName> = Extract<ModelOf<Name>, RetrievalModel>["options"];

/** Options of one network. */
interface OfNetwork<Network> {
  readonly network: Network;
}

/** The class that `createModel` returns for a name or for options. */
export type ModelFor<M> = M extends ModelName
  ? ModelOf<M>
  : M extends OfNetwork<infer Network extends Shipped["network"]>
    ? ModelOfNetwork<Network>
    : RetrievalModel;
/** The options that a name or options may change. */
export type OptionsFor<M> = M extends ModelName ? OptionsOf<M> : M extends ModelOptions ? M : ModelOptions;

/** The parts of a new model besides its name. */
export interface CreateModelOptions<O extends ModelOptions = ModelOptions> {
  /**
   * Turns texts into token numbers, such as a `Vocabulary` of the training captions. A family with a tokenizer of its own,
   * such as `clip`, needs none.
   */
  readonly vocabulary?: Tokenizer;
  /** Seed of the initial weights, 0 … 2³² − 1, 1 by default. The same seed gives the same weights on every engine. */
  readonly seed?: number;
  /** Options that differ from the named config, such as `{ embedding: 64 }`. */
  readonly options?: { readonly [Key in Exclude<keyof O, "network">]?: O[Key] };
  /** The training recipe of the model. By default it is the config's. */
  readonly recipe?: TrainingRecipe;
}

/** Options of `registerModel`. */
export interface RegisterModelOptions {
  /**
   * Replaces the family of the same network that was registered before, for a notebook's cell that may run again; false
   * by default. Shipped families cannot be replaced.
   */
  readonly replace?: boolean;
}

const families: ModelFamily[] = [...shipped];

/**
 * Adds a family of models, so that `createModel`, `loadModel`, `listModels` and the command line know it.
 *
 * @example
 * class Constant extends DualEncoder {
 *   readonly imageSize = 8;
 *   encodeImages(inputs: ImageTensors) {
 *     return tf.ones([requireInput(inputs, "pixels", 4).shape[0], 1]) as tf.Tensor2D;
 *   }
 *   encodeTexts(texts: readonly TextQuery[]) {
 *     return tf.ones([texts.length, 1]) as tf.Tensor2D;
 *   }
 * }
 * registerModel({
 *   network: "constant",
 *   configs: { "constant/one": { about: "scores 1", options: { network: "constant" }, recipe: {} } },
 *   checkOptions() {},
 *   create: (options, setup) => new Constant(options, setup),
 * });
 * console.log(listModels("constant/*")); // ["constant/one"]
 *
 * @throws {OptionError} when a family or a config of that name exists
 */
export function registerModel<O extends ModelOptions>(
  family: ModelFamily<O>,
  { replace = false }: RegisterModelOptions = {},
): void {
  const { network } = family;
  const isReplaced = (one: ModelFamily, i: number) =>
    replace && i >= shipped.length && one.network === network;
  const others = families.filter((one, i) => !isReplaced(one, i));
  const names = others.flatMap((one) => [one.network, ...Object.keys(one.configs)]);
  const taken = [network, ...Object.keys(family.configs)].find((name) => names.includes(name));
  if (taken !== undefined) {
    throw new OptionError(
      `registerModel: expected a new name, found "${taken}", which is registered; choose another.`,
    );
  }
  families.splice(0, families.length, ...others, family as unknown as ModelFamily);
}

/**
 * Lists the names of models.
 *
 * @param pattern `*` stands for any text, `?` for one character
 *
 * @example
 * console.log(listModels("paper/m*")); // ["paper/m1", …, "paper/m9"]
 */
export function listModels(pattern = "*"): string[] {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const expression = new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
  return families.flatMap(({ configs }) => Object.keys(configs)).filter((name) => expression.test(name));
}

/**
 * Returns a named model's options, recipe and description.
 *
 * @example
 * console.log(modelConfig("lesson/small").options.imageSize); // 64
 *
 * @throws {OptionError} with the nearest name when there is none of that name
 */
export function modelConfig<Name extends ModelName>(name: Name): ModelConfig<OptionsOf<Name>>;
export function modelConfig(name: string): ModelConfig;
export function modelConfig(name: string): ModelConfig {
  const config = findConfig(name);
  if (config) return config;
  const names = listModels();
  throw new OptionError(
    `model: expected one of ${names.join(", ")}, found "${name}"; did you mean ${nearestName(name, names)}?`,
  );
}

/**
 * Creates a model with random weights, by name or from options.
 *
 * @example
 * const model = createModel("lesson/small", { vocabulary, seed: 1 });
 *
 * @throws {OptionError} when there is no such name, an option is outside of its range, or the vocabulary is missing
 */
export function createModel<M extends ModelName | (string & {}) | ModelOptions>(
  model: M,
  { vocabulary, seed = 1, options: changed, recipe }: CreateModelOptions<OptionsFor<M>> = {},
): ModelFor<M> {
  requireSeed(seed);
  const base: Pick<ModelConfig, "options" | "recipe"> =
    typeof model === "string" ? modelConfig(model) : { options: model, recipe: recipeOf(model) };
  const options = { ...base.options, ...changed };
  const tokenizer = tokenizerOf(options, vocabulary);
  return build(options, { tokenizer, seed, recipe: recipe ?? base.recipe }) as ModelFor<M>;
}

/** Returns true when models with these options bring their own tokenizer. */
export function bringsTokenizer(options: ModelOptions): boolean {
  return familyOf(options).newTokenizer !== undefined;
}

/** @throws {OptionError} when a vocabulary is missing, or given to a family that brings its own */
function tokenizerOf(options: ModelOptions, vocabulary: Tokenizer | undefined): Tokenizer {
  const { network, newTokenizer, readTokenizer } = familyOf(options);
  if (!newTokenizer) {
    if (vocabulary) return vocabulary;
    throw new OptionError(
      `vocabulary: expected one for the ${network} network, found none; build one with Vocabulary.build(captions).`,
    );
  }
  familyOf(options).checkOptions(options);
  const own = newTokenizer(options);
  if (vocabulary === undefined) return own;
  const same = readTokenizer && JSON.stringify(vocabulary) === JSON.stringify(own);
  if (same) return vocabulary;
  throw new OptionError(
    `vocabulary: expected none, as the ${network} network has its own tokenizer, found another one; leave the vocabulary (--vocab) out.`,
  );
}

/** Creates a model whose weights are zero, to be filled from a file. @throws {OptionError} as `createModel` */
export function createEmptyModel(
  options: ModelOptions,
  tokenizer: Tokenizer,
  { recipe = recipeOf(options), parameterLimit }: Partial<Pick<ModelSetup, "recipe" | "parameterLimit">> = {},
): RetrievalModel {
  return build(options, { tokenizer, recipe, parameterLimit });
}

/** Checks a model's options. @throws {OptionError} that names the first option outside of its range */
export function checkModelOptions(options: ModelOptions): void {
  familyOf(options).checkOptions(options);
}

/** @throws {OptionError} when no family has the options' network */
export function familyOf({ network }: ModelOptions): ModelFamily {
  const family = families.find((one) => one.network === network);
  if (family) return family;
  const names = families.map((one) => one.network).join(", ");
  throw new OptionError(`model option network: expected one of ${names}, found ${JSON.stringify(network)}.`);
}

/** Returns all registered families. */
export function registeredFamilies(): readonly ModelFamily[] {
  return families;
}

/** Returns the recipe of the config with exactly these options; an empty recipe when there is none. */
function recipeOf(options: ModelOptions): TrainingRecipe {
  const key = canonical(options);
  const configs = families.flatMap((family) => Object.values(family.configs));
  return configs.find((config) => canonical(config.options) === key)?.recipe ?? {};
}

function canonical(options: ModelOptions): string {
  return JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function findConfig(name: string): ModelConfig | undefined {
  return families.find(({ configs }) => Object.hasOwn(configs, name))?.configs[name];
}

function build(options: ModelOptions, setup: ModelSetup): RetrievalModel {
  const family = familyOf(options);
  family.checkOptions(options);
  return family.create(options, setup);
}
