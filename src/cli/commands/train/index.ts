// `amfmn train`: trains a model on a data set, from flags or a configuration file, in one go or fold by fold.
import { join } from "node:path";
import { type Dataset, type EpochReport, loadDataset, OptionError, ready } from "../../../lib/index.js";
import { withFold } from "../../../lib/training/index.js";
import { openRunFolder, runFiles } from "../../../lib/training/run/runFolder.js";
import { readRunState } from "../../../lib/training/run/runState.js";
import { parseColumns } from "../../columnsOption.js";
import { defineCommand, type Output } from "../../command.js";
import { noteDifference } from "../../imageOptions.js";
import { localRules } from "../../localOption.js";
import { warnOfData, warnOfWords } from "../../warnings.js";
import { trainFlags } from "./flags.js";
import { type Trained, trained } from "./loop.js";
import { newModel, optionsOfRun, resumedModel } from "./model.js";
import { type FlaggedPlan, flaggedPlan } from "./plan.js";

export const trainCommand = defineCommand({
  name: "train",
  summary: "train a model on a data set",
  usage: "--config FILE.yaml | --data DIR --out DIR [--config NAME] [OPTIONS]",
  example: "amfmn train --data scenes --out runs --epochs 20",
  options: trainFlags,
  rules: localRules,
  async run(flags, output) {
    const plan = flaggedPlan(flags);
    for (const note of plan.notes) output.print(`note: ${note}`);
    const data = plan.data ?? missing("data DIR", "the data set's folder or file");
    const out = plan.fit.out ?? missing("out DIR", "the folder for checkpoints and logs");
    const dataset = await loadDataset(data, { images: plan.images, columns: parseColumns(flags.columns) });
    const warnings = warnOfData(dataset, data, output);
    const runs = runsOf(plan, out, dataset);
    for (const { folder } of runs) openRunFolder(folder, plan.fit)();
    const engine = await ready({ engine: flags.engine });
    output.print(`${dataset.records.length} images of ${dataset.name} on ${engine.name} (${engine.reason})`);
    const results = [];
    for (const { folder, part, fold } of runs) {
      if (fold !== undefined) output.print(`fold ${fold} of ${plan.folds!.folds}`);
      const { history, stopped } = await trainInto(folder, part, plan, { output, warnings });
      results.push({ ...(fold !== undefined && { fold }), ...summary(history), ...(stopped && { stopped }) });
      if (stopped) break;
    }
    if (!plan.folds) {
      output.json({ out, engine: engine.name, ...results[0], warnings });
      return;
    }
    output.print(`validation mR of the folds: ${spread(results.map(({ validationMR }) => validationMR))}`);
    output.json({ out, engine: engine.name, folds: results, warnings });
  },
});

/** One run of the command: a fold, or the whole data set. */
interface PlannedTraining {
  readonly folder: string;
  readonly part: Dataset;
  readonly fold?: number;
}

function runsOf({ folds }: FlaggedPlan, out: string, dataset: Dataset): PlannedTraining[] {
  if (!folds) return [{ folder: out, part: dataset }];
  const { fold: only } = folds;
  const numbers = only === undefined ? [...Array(folds.folds).keys()] : [only];
  return numbers.map((fold) => ({
    folder: join(out, String(fold)),
    part: withFold(dataset, { ...folds, fold }),
    fold,
  }));
}

async function trainInto(
  folder: string,
  part: Dataset,
  plan: FlaggedPlan,
  { output, warnings }: { readonly output: Output; readonly warnings: string[] },
): Promise<Trained> {
  const state = plan.fit.resume ? await readRunState(runFiles(folder).state) : undefined;
  const model = state ? await resumedModel(state, plan, part, output) : await newModel(plan, part, output);
  try {
    warnings.push(...warnOfWords(model, part.split("val").captions, "val", output));
    noteDifference(plan.fit, model.decoding, output);
    const before = state && !plan.model ? optionsOfRun(state) : {};
    return await trained(model, part, { ...before, ...plan.fit, out: folder }, output);
  } finally {
    model.dispose();
  }
}

function summary(history: readonly EpochReport[]) {
  const scores = history.flatMap(({ validation }) => (validation ? [validation.mR] : []));
  const last = history.at(-1);
  return {
    epochs: history.length,
    loss: last?.loss,
    validationMR: last?.validation?.mR,
    bestValidationMR: scores.length > 0 ? Math.max(...scores) : undefined,
  };
}

/** Mean and standard deviation, as `12.34 ± 0.56`. */
function spread(scores: readonly (number | undefined)[]): string {
  const known = scores.filter((score) => score !== undefined);
  if (known.length === 0) return "not measured";
  const mean = known.reduce((sum, score) => sum + score, 0) / known.length;
  const variance = known.reduce((sum, score) => sum + (score - mean) ** 2, 0) / known.length;
  return `${mean.toFixed(2)} ± ${Math.sqrt(variance).toFixed(2)}`;
}

function missing(flag: string, what: string): never {
  throw new OptionError(`amfmn train: --${flag} is missing; it is ${what}.`);
}
