// The model that a training begins or goes on with.
import {
  createModel,
  type Dataset,
  type FitOptions,
  loadModel,
  OptionError,
  type RetrievalModel,
  trainingVocabulary,
  Vocabulary,
} from "../../../lib/index.js";
import { defaultModel, type ModelOptions, modelConfig } from "../../../lib/models/index.js";
import { bringsTokenizer } from "../../../lib/models/registry.js";
import { optionDifferences, wordDifferences } from "../../../lib/training/run/differences.js";
import { modelOfRun, type RunState } from "../../../lib/training/run/runState.js";
import type { Output } from "../../command.js";
import type { FlaggedPlan } from "./plan.js";

/** Creates or loads the model of a new run. */
export async function newModel(plan: FlaggedPlan, dataset: Dataset, output: Output): Promise<RetrievalModel> {
  const { start, fit } = plan;
  const options = plan.model ?? modelConfig(defaultModel).options;
  const vocabulary = plan.vocabulary === undefined ? undefined : Vocabulary.read(plan.vocabulary);
  if (start !== undefined) {
    const onNote = (note: string) => output.print(`note: ${note}`);
    const model = await loadModel(start, { vocabulary, options: namedOptions(plan), onNote });
    refuseOtherOptions("--start", start, plan, model.options);
    return model;
  }
  const words = vocabulary ?? (bringsTokenizer(options) ? undefined : trainingVocabulary(dataset));
  return createModel(options, { ...(words && { vocabulary: words }), seed: fit.seed });
}

/** Returns the options of the configured model, for a checkpoint that does not hold all of them. */
function namedOptions({ model, named }: FlaggedPlan): Record<string, unknown> {
  const options = Object.entries(model ?? {});
  return Object.fromEntries(options.filter(([name]) => named === undefined || named.includes(name)));
}

/** Creates the model of a run that is resumed. Its options and its words come from the state. */
export async function resumedModel(
  state: RunState,
  plan: FlaggedPlan,
  dataset: Dataset,
  output: Output,
): Promise<RetrievalModel> {
  const model = modelOfRun(state);
  if (!model) return newModel({ ...plan, start: undefined }, dataset, output);
  refuseOtherOptions("--resume", state.file, plan, model.options);
  if (plan.vocabulary !== undefined) {
    const named = JSON.parse(JSON.stringify(Vocabulary.read(plan.vocabulary))) as unknown;
    const [differences] = wordDifferences(JSON.parse(JSON.stringify(model.tokenizer)), named);
    if (differences !== undefined) {
      throw new OptionError(
        `${plan.vocabulary}: expected the words of the run in ${state.file}, found ${differences}; leave the vocabulary out.`,
      );
    }
  }
  if (plan.start !== undefined)
    output.print(`note: ${plan.start} is not read, because the run has its weights`);
  return model;
}

/** Returns the options of a resumed run, for those that neither file nor flags set. */
export function optionsOfRun({ identity, epochs }: RunState): FitOptions {
  const known = Object.entries(identity.options).filter(([, value]) => value !== "a function of the step");
  const options = { ...(Object.fromEntries(known) as FitOptions), ...(epochs !== undefined && { epochs }) };
  if (options.schedule !== "cosine") return options;
  // They have no effect there, and `fit` refuses them.
  const { decay, decayEvery, ...effective } = options;
  return effective;
}

/** Refuses a checkpoint of another model than the one that the configuration names. */
function refuseOtherOptions(
  flag: string,
  file: string,
  { model, named }: FlaggedPlan,
  found: ModelOptions,
): void {
  if (!model) return;
  const asked = Object.entries(model).filter(([name]) => named === undefined || named.includes(name));
  const names = asked.map(([name]) => name);
  const present = Object.entries(found).filter(([name]) => named === undefined || names.includes(name));
  const differences = optionDifferences(Object.fromEntries(present), Object.fromEntries(asked));
  if (differences.length === 0) return;
  throw new OptionError(
    `${flag}: expected in ${file} the model that the configuration names, found one with ${differences.join("; ")}; leave the model out of the configuration (--config), or name another checkpoint.`,
  );
}
