// The mean over several checkpoints, as the authors' `test_ave` computes it: of the metrics, not of the scores.
import type {
  DirectionMetrics,
  Evaluation,
  Recalls,
  RerankedRecalls,
} from "../../../lib/evaluation/index.js";
import type { Output } from "../../command.js";
import { recallTable } from "../../recallTable.js";
import type { Measurement } from "./measurement.js";

/** Evaluates each checkpoint and returns the mean of their metrics, with those of each, as JSON. */
export async function meanOfFolds(
  checkpoints: readonly string[],
  measurement: Measurement,
  output: Output,
): Promise<object> {
  const results: Evaluation[] = [];
  for (const checkpoint of checkpoints) {
    output.print(`${checkpoint}:`);
    const result = await measurement.of(checkpoint);
    measurement.print(result);
    results.push(result);
  }
  const [{ images, captions }] = results as [Evaluation];
  const imageToText = meanOf(results.map((result) => result.imageToText));
  const textToImage = meanOf(results.map((result) => result.textToImage));
  const mR = mean(results.map((result) => result.mR));
  const reranked = meanReranked(results);
  const deviation = Math.sqrt(mean(results.map((result) => (result.mR - mR) ** 2)));
  output.print(`mean of ${results.length} checkpoints:`);
  output.print(recallTable({ imageToText, textToImage }, reranked));
  output.print(
    `mR ${mR.toFixed(2)} ± ${deviation.toFixed(2)}${reranked ? `, reranked ${reranked.mR.toFixed(2)}` : ""}`,
  );
  return {
    ...{ images, captions, imageToText, textToImage, mR },
    ...(reranked && { rerank: reranked }),
    folds: results.map((result, i) => ({
      checkpoint: checkpoints[i],
      imageToText: result.imageToText,
      textToImage: result.textToImage,
      mR: result.mR,
      ties: result.ties,
      ...(result.reranked && { rerank: recallsOf(result.reranked) }),
    })),
    seconds: results.reduce((sum, { seconds }) => sum + seconds, 0),
    peakMemoryMB: Math.max(...results.map(({ peakMemoryMB }) => peakMemoryMB)),
  };
}

/** Returns the recalls after a rerank, without the scores. */
export function recallsOf({ imageToText, textToImage, mR }: RerankedRecalls): RerankedRecalls {
  return { imageToText, textToImage, mR };
}

/** Returns the mean recalls after a rerank, or undefined without one. */
function meanReranked(results: readonly Evaluation[]): RerankedRecalls | undefined {
  const all = results.flatMap(({ reranked }) => reranked ?? []);
  if (all.length === 0) return undefined;
  const side = (direction: "imageToText" | "textToImage") => {
    const of = (name: keyof Recalls) => mean(all.map((one) => one[direction][name]));
    return { r1: of("r1"), r5: of("r5"), r10: of("r10") };
  };
  return {
    imageToText: side("imageToText"),
    textToImage: side("textToImage"),
    mR: mean(all.map(({ mR }) => mR)),
  };
}

function meanOf(sides: readonly DirectionMetrics[]): DirectionMetrics {
  const of = (name: keyof DirectionMetrics) => mean(sides.map((side) => side[name]));
  return {
    ...{ r1: of("r1"), r5: of("r5"), r10: of("r10") },
    ...{ medianRank: of("medianRank"), meanRank: of("meanRank") },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
