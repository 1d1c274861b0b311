// `amfmn compare`: measures several checkpoints on the same split, side by side.
import { writeFileAtomic } from "../../lib/base/writeFileAtomic.js";
import {
  comparisonFigure,
  type EvaluateOptions,
  type MeasuredModel,
  measureModel,
  rankDifferences,
} from "../../lib/evaluation/index.js";
import { loadDataset, loadModel, OptionError, ready, Vocabulary } from "../../lib/index.js";
import type { LoadModelOptions } from "../../lib/models/index.js";
import { columnsOption, parseColumns } from "../columnsOption.js";
import { defineCommand, type Output } from "../command.js";
import { engineOption } from "../engineOption.js";
import { badImageOption, decodeFlags, decodeOptions, noteSkipped } from "../imageOptions.js";
import { modelOption, parseModelOptions } from "../modelOption.js";
import { parseSplit } from "../split.js";
import { table } from "../table.js";
import { vocabularyOption } from "../vocabularyOption.js";
import { warnOfData, warnOfWords } from "../warnings.js";

/** Number of captions that are listed for two models that disagree. */
const listed = 5;

export const compareCommand = defineCommand({
  name: "compare",
  summary: "measure several checkpoints side by side",
  usage: "CHECKPOINT… --data DIR [--split NAME] [--figure FILE.json]",
  example: "amfmn compare runs/best.safetensors RemoteCLIP-ViT-B-32.pt --data scenes",
  operands: ["CHECKPOINT…"],
  options: {
    data: { type: "string", placeholder: "DIR", required: true, help: "the data set" },
    images: { type: "string", placeholder: "DIR", help: "where its images lie" },
    ...columnsOption,
    split: { type: "string", placeholder: "NAME", help: "train, val or test (default test)" },
    vocab: vocabularyOption,
    ...modelOption,
    figure: { type: "string", placeholder: "FILE", help: "write the recalls as a plotly figure in JSON" },
    ...decodeOptions,
    ...badImageOption,
    ...engineOption,
  },
  async run(flags, output, checkpoints) {
    const twice = checkpoints.find((name, i) => checkpoints.indexOf(name) !== i);
    if (twice !== undefined)
      throw new OptionError(
        `amfmn compare: expected different checkpoints, found ${twice} twice; name it once.`,
      );
    const split = parseSplit("compare", flags.split);
    const columns = parseColumns(flags.columns);
    const dataset = await loadDataset(flags.data, { images: flags.images, columns });
    const warnings = warnOfData(dataset, flags.data, output);
    const vocabulary = flags.vocab === undefined ? undefined : Vocabulary.read(flags.vocab);
    const engine = await ready({ engine: flags.engine });
    const { records, captions } = dataset.split(split);
    const measured: MeasuredModel[] = [];
    for (const checkpoint of checkpoints) {
      const onNote = (note: string) => output.print(`note: ${note}`);
      const model = await openModel(checkpoint, vocabulary, {
        options: parseModelOptions(flags["model-option"]),
        onNote,
      });
      try {
        warnings.push(...warnOfWords(model, captions, split, output));
        const options: EvaluateOptions = {
          ...decodeFlags(flags),
          split,
          onBadImage: flags["on-bad-image"] as EvaluateOptions["onBadImage"],
          onSkip: (skipped) => noteSkipped(skipped, records.length, output),
          onProgress: (done, total) => output.progress(`${checkpoint}: ${done} of ${total} encoded`),
        };
        measured.push(await measureModel(checkpoint, model, dataset, options));
      } finally {
        model.dispose();
      }
    }
    print(measured, output);
    const figure = comparisonFigure(measured);
    if (flags.figure !== undefined) {
      await writeFileAtomic(flags.figure, [Buffer.from(`${JSON.stringify(figure)}\n`)]);
      output.print(`Wrote the figure to ${flags.figure}`);
    }
    output.json({
      ...{ engine: engine.name, split, models: measured.map(toJson) },
      disagreements: disagreementsOf(measured),
      ...{ figure, warnings },
    });
  },
});

/** Opens a checkpoint. The vocabulary is for those that carry none of their own. */
async function openModel(checkpoint: string, vocabulary: Vocabulary | undefined, loading: LoadModelOptions) {
  try {
    return await loadModel(checkpoint, { ...loading, vocabulary });
  } catch (error) {
    // Such a checkpoint refuses another vocabulary by an OptionError.
    if (vocabulary === undefined || !(error instanceof OptionError)) throw error;
    return loadModel(checkpoint, loading);
  }
}

function print(measured: readonly MeasuredModel[], output: Output): void {
  const header = [
    "",
    "i2t R@1",
    "R@5",
    "R@10",
    "t2i R@1",
    "R@5",
    "R@10",
    "mR",
    "ms/image",
    "MB",
    "parameters",
  ];
  const rows = measured.map(({ name, evaluation, secondsPerImage, memoryMB, parameters }) => {
    const { imageToText: i, textToImage: t, mR } = evaluation;
    const recalls = [i.r1, i.r5, i.r10, t.r1, t.r5, t.r10, mR].map((recall) => recall.toFixed(2));
    return [
      name,
      ...recalls,
      (1000 * secondsPerImage).toFixed(1),
      String(memoryMB),
      parameters.toLocaleString("en"),
    ];
  });
  output.print(table([header, ...rows]));
  for (const { models, captions } of disagreementsOf(measured)) {
    output.print(`Captions that ${models.join(" and ")} rank most differently:`);
    for (const { text, image, ranks } of captions)
      output.print(`  rank ${ranks[0]} and ${ranks[1]}: "${text}" (${image})`);
  }
}

/** Lists the captions that the first model and each other one disagree on. */
function disagreementsOf([first, ...others]: readonly MeasuredModel[]) {
  return others
    .map((other) => ({
      models: [first!.name, other.name],
      captions: rankDifferences(first!.evaluation, other.evaluation, listed),
    }))
    .filter(({ captions }) => captions.length > 0);
}

function toJson({ evaluation, ...rest }: MeasuredModel) {
  const { imageToText, textToImage, mR, ties, images, captions, seconds } = evaluation;
  return { ...rest, imageToText, textToImage, mR, ties, images, captions, seconds };
}
