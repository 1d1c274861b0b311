// Models side by side on one split: recalls, time, memory, and the queries on which two models disagree.
import { OptionError } from "../base/errors.js";
import type { Dataset } from "../data/dataset.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import { encodeImages } from "../retrieval/encode.js";
import { type EvaluateOptions, type Evaluation, evaluate } from "./evaluate.js";
import type { ScoreMatrix } from "./scoreMatrix.js";

/** A model's measurements on a split. */
export interface MeasuredModel {
  /** The name that the caller gave. */
  readonly name: string;
  /** The family of the model. */
  readonly network: string;
  /** Number of trained values. */
  readonly parameters: number;
  /** Recalls and scores. */
  readonly evaluation: Evaluation;
  /** Wall time of reading and encoding one image, the mean over at most 32. */
  readonly secondsPerImage: number;
  /** Greatest resident memory of the process while the model was evaluated, in MB. Models that are loaded beside it count. */
  readonly memoryMB: number;
}

/** Number of images that the time is measured with, after the evaluation has warmed up the engine. */
const timedImages = 32;

/**
 * Evaluates a model and measures its time and memory.
 *
 * @example
 * const measured = await measureModel("AMFMN", model, dataset, { split: "test" });
 * console.log(measured.evaluation.mR, measured.secondsPerImage);
 *
 * @throws as `evaluate`
 */
export async function measureModel(
  name: string,
  model: RetrievalModel,
  dataset: Dataset,
  options: EvaluateOptions = {},
): Promise<MeasuredModel> {
  let resident = process.memoryUsage.rss();
  const evaluation = await evaluate(model, dataset, {
    ...options,
    onProgress(done, total) {
      resident = Math.max(resident, process.memoryUsage.rss());
      options.onProgress?.(done, total);
    },
  });
  const images = evaluation.records.slice(0, timedImages);
  const { bands, stretch, local, signal } = options;
  const started = performance.now();
  const vectors = await encodeImages(model, images, { bands, stretch, local, signal });
  await vectors.data();
  vectors.dispose();
  return {
    ...{ name, network: model.options.network, parameters: model.parameterCount, evaluation },
    secondsPerImage: (performance.now() - started) / 1000 / images.length,
    memoryMB: Math.round(Math.max(resident, process.memoryUsage.rss()) / 1024 ** 2),
  };
}

/** A caption that two models rank its image differently for. */
export interface RankDifference {
  /** The caption. */
  readonly text: string;
  /** Number of the caption among those of the split, from 0. */
  readonly index: number;
  /** File name of the image that it describes. */
  readonly image: string;
  /** Rank of that image in each model's list, from 1. */
  readonly ranks: readonly [first: number, second: number];
  /** File name of the first image in each model's list. */
  readonly best: readonly [first: string, second: string];
}

/**
 * Lists the captions whose image has the most different ranks in two models, by the ratio of the ranks. Of equal ratios,
 * those that the first model ranks better come first.
 *
 * @param most greatest number of captions, 10 by default
 * @example
 * const scores = await evaluate(model, dataset);
 * console.log(rankDifferences(scores, scores)); // []
 *
 * @throws {OptionError} when the two matrices are not of the same images and captions
 */
export function rankDifferences(first: ScoreMatrix, second: ScoreMatrix, most = 10): RankDifference[] {
  const names = ({ records, texts }: ScoreMatrix) =>
    JSON.stringify([records.map(({ filename }) => filename), texts]);
  if (names(first) !== names(second))
    throw new OptionError(
      "scores: expected two matrices of the same images and captions, found others; evaluate both models on the same split.",
    );
  const [ofFirst, ofSecond] = [ranksOf(first), ranksOf(second)];
  const places = first.texts
    .map((_, index) => index)
    .filter((index) => ofFirst[index]!.rank !== ofSecond[index]!.rank);
  const distance = (index: number) => Math.abs(Math.log(ofFirst[index]!.rank / ofSecond[index]!.rank));
  places.sort((a, b) => distance(b) - distance(a) || ofFirst[a]!.rank - ofFirst[b]!.rank || a - b);
  return places.slice(0, most).map((index) => ({
    text: first.texts[index]!,
    index,
    image: first.records[first.owners[index]!]!.filename,
    ranks: [ofFirst[index]!.rank, ofSecond[index]!.rank],
    best: [first.records[ofFirst[index]!.best]!.filename, first.records[ofSecond[index]!.best]!.filename],
  }));
}

/** Returns for each caption the rank of its image and the row of the best one. Of equals the later row ranks first. */
function ranksOf({ records, texts, owners, similarity }: ScoreMatrix): { rank: number; best: number }[] {
  return texts.map((_, column) => {
    const at = (row: number) => similarity[row * texts.length + column]!;
    const owner = owners[column]!;
    let [higher, best] = [0, 0];
    for (let row = 0; row < records.length; row++) {
      if (at(row) > at(owner) || (at(row) === at(owner) && row > owner)) higher += 1;
      if (at(row) >= at(best)) best = row;
    }
    return { rank: higher + 1, best };
  });
}

/** The bars of one model. */
export interface RecallTrace {
  /** Plotly's kind of trace. */
  readonly type: "bar";
  /** The model. */
  readonly name: string;
  /** Names of the recalls. */
  readonly x: readonly string[];
  /** Recalls in percent. */
  readonly y: readonly number[];
}

/** A figure as plotly reads it. */
export interface ComparisonFigure {
  /** One trace for each model. */
  readonly data: readonly RecallTrace[];
  /** Axes and title. */
  readonly layout: object;
}

/**
 * Draws the recalls of models as groups of bars, for plotly.
 *
 * @example
 * const measured = await measureModel("AMFMN", model, dataset);
 * console.log(comparisonFigure([measured]).data[0]!.y.length); // 7: six recalls and their mean
 */
export function comparisonFigure(models: readonly MeasuredModel[]): ComparisonFigure {
  const recalls = ["R@1", "R@5", "R@10"];
  const x = [
    ...recalls.map((name) => `image to text, ${name}`),
    ...recalls.map((name) => `text to image, ${name}`),
    "mR",
  ];
  const data = models.map(({ name, evaluation: { imageToText: i, textToImage: t, mR } }) => ({
    ...{ type: "bar" as const, name, x },
    y: [i.r1, i.r5, i.r10, t.r1, t.r5, t.r10, mR],
  }));
  const layout = {
    barmode: "group",
    title: { text: "Recalls of the models" },
    yaxis: { title: { text: "percent" }, range: [0, 100] },
    xaxis: { automargin: true },
  };
  return { data, layout };
}
