// One family of models, as the registry lists it.
import type { ConfigSection } from "../../base/configSection.js";
import type { NamedArray } from "../../checkpoint/namedArray.js";
import type { StateDict } from "../../checkpoint/pytorch/stateDict.js";
import type { Tokenizer } from "../../text/tokenizer.js";
import type { ModelSetup } from "./baseModel.js";
import type { LocalInputs } from "./localInputs.js";
import type { TrainingRecipe } from "./recipe.js";
import type { ModelOptions, RetrievalModel } from "./retrievalModel.js";
import type { TrainingPlan } from "./trainingPlan.js";

/** A named model: its options, and the way it is trained. */
export interface ModelConfig<O extends ModelOptions = ModelOptions> {
  /** One line for people. */
  readonly about: string;
  /** Options of the network. */
  readonly options: O;
  /** Options of its training. */
  readonly recipe: TrainingRecipe;
}

/** Facts about a foreign checkpoint beside its tensors. */
export interface ForeignDetails {
  /** Options that the caller names because no tensor shows them, such as an activation. */
  readonly options: Readonly<Record<string, unknown>>;
  /** JSON files beside the weights by their name, for a folder as Hugging Face publishes it. */
  readonly files: Readonly<Record<string, unknown>>;
  /** Receives a line for people about a choice that the file leaves open. */
  note(text: string): void;
}

/** The checkpoints that another program writes for the same network. */
export interface ForeignCheckpoints {
  /** Returns true when the names are those of the other program's state dict. */
  recognizes(names: readonly string[]): boolean;
  /**
   * Makes a model of a state dict.
   *
   * @param tokenizer the vocabulary that the caller gives, or the one in the file
   * @param about everything else that is known about the file
   * @throws {CheckpointError} without a tokenizer, unless the family brings its own
   * @throws {CheckpointKeysError} that lists missing, unexpected and misshapen tensors
   */
  load(
    file: string,
    state: StateDict,
    tokenizer: Tokenizer | undefined,
    about: ForeignDetails,
  ): RetrievalModel;
  /** Returns a model's tensors under the other program's names. */
  tensors(model: RetrievalModel): Promise<NamedArray[]>;
  /** Returns the options that these tensors do not show. An exported file keeps them in its header. */
  hiddenOptions?(model: RetrievalModel): Readonly<Record<string, unknown>>;
}

/** The option files that another program reads for the same network. */
export interface ForeignOptionFiles {
  /** Returns true when a file has the other program's form. */
  recognizes(file: ConfigSection): boolean;
  /** @throws {OptionError} that names the first key that is unknown, or whose value is not possible */
  read(file: ConfigSection): TrainingPlan;
}

/** A family of models with the same code and different options. */
export interface ModelFamily<O extends ModelOptions = ModelOptions> {
  /** The value of `options.network` in checkpoints. */
  readonly network: O["network"];
  /** Models by name. A name has the form `group/variant`. */
  readonly configs: Readonly<Record<string, ModelConfig<O>>>;
  /** @throws {OptionError} that names the first option outside of its range */
  checkOptions(options: O): void;
  /** Creates a model of checked options. */
  create(options: O, setup: ModelSetup): RetrievalModel;
  /** Returns the tokenizer of a new model. Without it the caller gives a vocabulary of the training captions. */
  newTokenizer?(options: O): Tokenizer;
  /** Reads a tokenizer from a checkpoint's header. Without it the tokenizer is a `Vocabulary`. */
  readTokenizer?(json: unknown, file: string): Tokenizer;
  /** Inputs beside the pixels, such as objects of the images. Without it the models read pixels alone. */
  readonly local?: LocalInputs<O>;
  /** Checkpoints of another program. */
  readonly foreignCheckpoints?: ForeignCheckpoints;
  /** Option files of another program. */
  readonly foreignOptionFiles?: ForeignOptionFiles;
}
